/** A project whose production is behind a load balancer, its engine in this process, and releases that differ in one page. */
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { Project } from '../../../shared/domain/project.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { label } from '../../../electron/targets/labels.ts';
import { serverCommand, healthCommand, runningEngine, type RunningEngine } from '../../bench/running-engine.ts';
import {
  baseImage,
  baseImageName,
  freePort,
  haproxyImage,
  startEngine,
  type TestEngine,
} from '../../fixtures/engine/index.ts';
import { createRepository, temporaryFolder } from '../../fixtures/repository.ts';

export interface RolloutSetting {
  readonly engine: RunningEngine;
  readonly docker: TestEngine['docker'];
  readonly project: string;
  /** The host port that production publishes. */
  readonly port: number;
  /** Builds a release whose page says `text`; `more` are other files. */
  release(text: string, more?: Record<string, string>): Promise<string>;
  /** Writes how production rolls out, as YAML of one line, with the image of the front and what else is said of it. */
  declare(rollout: string, image?: string, more?: string): Promise<void>;
  promote(release: string): Promise<Operation>;
  /** Starts it and answers at once. */
  begin(name: string, input: object): Promise<Operation>;
  settled(operation: string): Promise<Operation>;
  running(): Promise<Revision | undefined>;
  /** Runs a line of shell in the load balancer's container; answers what it prints. */
  inFront(line: string): Promise<string>;
  /** Names of production's containers by role, running ones only. */
  containers(): Promise<Record<string, string[]>>;
}

let keys = 0;

/** Called at the top of a file, not in a hook. `more` is YAML: keys of the service `web`, and what comes behind it. */
export async function rolloutSetting(more: { web?: string; services?: string } = {}): Promise<RolloutSetting> {
  const { docker, stop } = await startEngine();
  await baseImage({ docker });
  const front = await haproxyImage({ docker });
  const folder = temporaryFolder('slipway-rollouts-');
  const port = await freePort();
  const repository = createRepository(join(folder.path, 'repository'));
  const configuration = (rollout: string, image: string, more = ''): string =>
    `slipway: 1\nname: rollouts\nfront: { image: "${image}"${more} }\nenvironments:\n` +
    `  production: { kind: production, publish: { web: "127.0.0.1:${String(port)}" }, healthTimeout: 20s, rollout: ${rollout} }\n`;
  const web = `services:\n  web:\n    build: .\n    expose: ["8080"]\n    stop_grace_period: 1s\n    healthcheck: { test: ${JSON.stringify(['CMD', ...healthCommand])}, interval: 10s }\n`;
  const commit = (message: string, files: Record<string, string>): void => {
    repository.commit({ message: `${message}\n`, files });
  };
  commit('beginning', {
    Dockerfile: `FROM ${baseImageName}\nCOPY index.html /www/index.html\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
    'compose.yaml': web + (more.web ?? '') + (more.services ?? ''),
    'slipway.yaml': configuration('{ strategy: blue-green }', front),
    'index.html': 'beginning\n',
  });
  const engine = await runningEngine(join(folder.path, 'data'));
  const { project } = await engine.call<{ project: Project }>('project.open', { path: repository.path });
  afterAll(async () => {
    await engine.close();
    await removeProject(docker, project.id);
    folder.remove();
    await stop();
  });
  const begin = async (name: string, input: object): Promise<Operation> => {
    const key = `rollouts-${String(process.pid)}-${String((keys += 1))}`;
    return (await engine.call<{ operation: Operation }>(name, { project: project.id, ...input, key })).operation;
  };
  const settled = async (operation: string): Promise<Operation> => {
    for (;;) {
      const { operation: now } = await engine.call<{ operation: Operation }>('operation.get', { operation });
      if (now.status !== 'running' && now.status !== 'waiting') return now;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return {
    engine,
    docker,
    project: project.id,
    port,
    begin,
    settled,
    release: async (text, more = {}) => {
      commit(text, { 'index.html': `${text}\n`, ...more });
      return (await engine.finish('release.build', { project: project.id })).release ?? '';
    },
    declare: async (rollout, image = front, more = '') => {
      commit('slipway', { 'slipway.yaml': configuration(rollout, image, more) });
      await engine.call('project.status', { project: project.id });
    },
    // Forth and back again: what production would lose is no news here.
    promote: async (release) =>
      settled((await begin('promotion.start', { release, to: 'production', lose: 'releases take turns' })).id),
    running: async () => {
      const input = { project: project.id, environment: 'production', limit: 100 };
      const { revisions } = await engine.call<{ revisions: Revision[] }>('history.list', input);
      return revisions.find(({ status }) => status === 'running');
    },
    inFront: async (line) => {
      const filters = { label: [`${label.project}=${project.id}`, `${label.role}=front`] };
      const [found] = await docker.listContainers({ filters });
      const exec = await docker.getContainer(found?.Id ?? '').exec({
        Cmd: ['sh', '-c', line],
        User: 'root',
        AttachStdout: true,
        Tty: true,
      });
      const said: Buffer[] = [];
      for await (const piece of await exec.start({ Tty: true })) said.push(Buffer.from(piece as Buffer));
      return Buffer.concat(said).toString();
    },
    containers: async () => {
      const filters = { label: [`${label.project}=${project.id}`] };
      const byRole: Record<string, string[]> = {};
      for (const { Labels, Names } of await docker.listContainers({ filters }))
        (byRole[Labels[label.role] ?? '?'] ??= []).push((Names[0] ?? '').replace(/^.*_/, ''));
      for (const names of Object.values(byRole)) names.sort();
      return byRole;
    },
  };
}

async function removeProject(docker: TestEngine['docker'], project: string): Promise<void> {
  const filters = { label: [`${label.project}=${project}`] };
  const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await quietly(docker.getContainer(Id).remove({ force: true, v: true }));
  for (const { Id } of await docker.listNetworks({ filters })) await quietly(docker.getNetwork(Id).remove());
  for (const { Id } of await docker.listImages({ filters })) await quietly(docker.getImage(Id).remove({ force: true }));
}
