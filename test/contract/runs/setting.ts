/** A project with a pipeline, its engine in this process, and what a test asks of its runs. */
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { Project } from '../../../shared/domain/project.ts';
import type { Run, Stage } from '../../../shared/domain/run.ts';
import type { OutputChunk } from '../../../shared/api/runs.ts';
import { composeEngine } from '../../../electron/compose.ts';
import { runCommandLine } from '../../../electron/hosts/terminal/program.ts';
import { label } from '../../../electron/targets/labels.ts';
import { version } from '../../../electron/version.ts';
import { healthCommand, serverCommand } from '../../bench/running-engine.ts';
import { baseImage, baseImageName, startEngine, type TestEngine } from '../../fixtures/engine/index.ts';
import { createRepository, temporaryFolder, type FixtureRepository } from '../../fixtures/repository.ts';
import { terminalWith } from '../../unit/terminal/terminal.ts';
import { attachedTo } from '../lanes/setting.ts';

export interface RunSetting {
  readonly docker: TestEngine['docker'];
  readonly repository: FixtureRepository;
  readonly project: string;
  readonly data: string;
  call<T>(name: string, input: object): Promise<T>;
  stream<T>(name: string, input: object, signal: AbortSignal): AsyncIterable<T>;
  /** Commits slipway.yaml with this pipeline, a page that says `text`, and other files. */
  commit(pipeline: string, text: string, files?: Record<string, string | null>): string;
  start(input?: object): Promise<Run>;
  retry(run: string, stage?: string): Promise<Run>;
  /** The run once nothing of it goes on. */
  ended(run: string): Promise<Run>;
  run(input?: object): Promise<Run>;
  get(run: string): Promise<Run>;
  /** All that a stage has printed by now; with `follow` until its end. */
  printed(run: string, stage: string, follow?: boolean): Promise<string>;
  /** Runs a line of the command line in the project's folder. */
  slipway(...words: string[]): Promise<{ exitCode: number; stdout: string; json: () => unknown }>;
  /** Containers, networks of this project's runs that are there now, by name. */
  left(): Promise<string[]>;
}

export const stageOf = (run: Run, name: string): Stage => {
  const stage = run.stages.find((one) => one.name === name);
  if (!stage) throw new Error(`The run has no stage ${name}.`);
  return stage;
};
/** The status of each stage by name. */
export const statuses = (run: Run): Record<string, string> =>
  Object.fromEntries(run.stages.map(({ name, status }) => [name, status]));

let keys = 0;

/** Called at the top of a file, not in a hook. `environment` is what the engine is started with. */
export async function runSetting(environment: NodeJS.ProcessEnv = {}): Promise<RunSetting> {
  const { docker, stop } = await startEngine();
  await baseImage({ docker });
  const folder = temporaryFolder('slipway-runs-');
  const data = join(folder.path, 'data');
  const repository = createRepository(join(folder.path, 'repository'));
  const health = JSON.stringify(['CMD', ...healthCommand]);
  const commit: RunSetting['commit'] = (pipeline, text, files = {}) =>
    repository.commit({
      message: `${text}\n`,
      files: {
        Dockerfile: `FROM ${baseImageName}\nCOPY index.html /www/index.html\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
        'compose.yaml': `services:\n  web:\n    build: .\n    expose: ["8080"]\n    stop_grace_period: 1s\n    healthcheck: { test: ${health}, interval: 10s }\n`,
        'slipway.yaml': `slipway: 1\nname: runs\npipeline:\n${pipeline.replace(/^/gm, '  ')}\nenvironments:\n  qa: { kind: qa, follows: main, healthTimeout: 20s }\n`,
        'index.html': `${text}\n`,
        ...files,
      },
    });
  commit('{}', 'beginning');
  const { face, close } = await composeEngine({ dataDirectory: data, environment: { ...process.env, ...environment } });
  const caller = { by: 'tester', face: 'terminal' } as const;
  const call = async <T>(name: string, input: object): Promise<T> => (await face.call(name, input, caller)) as T;
  const { project } = await call<{ project: Project }>('project.open', { path: repository.path });
  const labels = { label: [`${label.project}=${project.id}`] };
  afterAll(async () => {
    await close();
    const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
    for (const { Id } of await docker.listContainers({ all: true, filters: labels }))
      await quietly(docker.getContainer(Id).remove({ force: true, v: true }));
    for (const { Id } of await docker.listNetworks({ filters: labels })) await quietly(docker.getNetwork(Id).remove());
    for (const { Name } of (await docker.listVolumes({ filters: labels })).Volumes)
      await quietly(docker.getVolume(Name).remove());
    for (const { Id } of await docker.listImages({ filters: labels }))
      await quietly(docker.getImage(Id).remove({ force: true }));
    folder.remove();
    await stop();
  });

  const key = (): string => `runs-${String(process.pid)}-${String((keys += 1))}`;
  const get = async (run: string): Promise<Run> =>
    (await call<{ run: Run }>('run.get', { project: project.id, run })).run;
  const ended = async (run: string): Promise<Run> => {
    for (;;) {
      const now = await get(run);
      if (now.status !== 'running') return now;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const begin = async (name: string, input: object): Promise<Run> =>
    (await call<{ operation: Operation; run: Run }>(name, { project: project.id, ...input, key: key() })).run;
  const start = (input: object = {}): Promise<Run> => begin('run.start', input);
  return {
    docker,
    repository,
    project: project.id,
    data,
    call,
    stream: <T>(name: string, input: object, signal: AbortSignal) =>
      face.stream(name, input, caller, signal) as AsyncIterable<T>,
    commit,
    start,
    retry: (run, stage) => begin('run.retry', { run, stage }),
    ended,
    run: async (input) => ended((await start(input)).id),
    get,
    async printed(run, stage, follow = false) {
      const input = { project: project.id, run, stage, follow };
      let text = '';
      for await (const chunk of face.stream('run.output', input, caller, new AbortController().signal))
        text += (chunk as OutputChunk).text;
      return text;
    },
    async slipway(...words) {
      const terminal = terminalWith({ cwd: repository.path, key });
      const engines = {
        attach: () => Promise.resolve(attachedTo(face)),
        serve: () => Promise.reject(new Error('It is in this process.')),
      };
      const exitCode = await runCommandLine(words, terminal, engines, version);
      return { exitCode, stdout: terminal.stdout(), json: () => JSON.parse(terminal.stdout()) as unknown };
    },
    async left() {
      const containers = await docker.listContainers({ all: true, filters: labels });
      const networks = await docker.listNetworks({ filters: labels });
      return [...containers.map(({ Names }) => Names[0] ?? ''), ...networks.map(({ Name }) => Name)]
        .filter((name) => name.includes('_run-'))
        .toSorted();
    },
  };
}
