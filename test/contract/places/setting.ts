/** A project with test environments, its engine in this process, and what a test asks of it. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { label } from '../../../electron/targets/labels.ts';
import type { Output, RequestName } from '../../../shared/api/contract.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { TestEnvironment } from '../../../shared/domain/test-environment.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { healthCommand, runningEngine, serverCommand, type RunningEngine } from '../../bench/running-engine.ts';
import { baseImage, baseImageName, startEngine } from '../../fixtures/engine/index.ts';
import { temporaryFolder, type FixtureRepository } from '../../fixtures/repository.ts';

type Owned = 'containers' | 'networks' | 'images' | 'volumes';

export interface PlacesSetting {
  readonly project: string;
  call<Name extends RequestName>(name: Name, input?: object): Promise<Output<Name>>;
  finish: RunningEngine['finish'];
  /** Ends the engine and starts another on the same history. */
  restart(): Promise<void>;
  /** What is on the engine of this project, or of one environment of it. */
  owned(what: Owned, environment?: string): Promise<{ Id: string }[]>;
  places(): Promise<TestEnvironment[]>;
  /** Who made each environment that there ever was, and who removed them. */
  told(type: 'testEnvironment.created' | 'testEnvironment.removed'): Promise<string[]>;
  /** Waits until nothing works on an environment. */
  quiet(environment: string): Promise<boolean>;
  /** Waits until an environment answers a text, and answers what is known of it then. */
  at(environment: string, text: string): Promise<TestEnvironment>;
  ended(operation: Operation): Promise<Operation>;
  /** Waits for what the engine does by itself. */
  until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T>;
}

/** What an application consists of that answers its `index.html`; `slipway.yaml` is the caller's. */
export const applicationFiles = {
  Dockerfile: `FROM ${baseImageName}\nCOPY index.html /www/index.html\nCMD ${JSON.stringify(serverCommand)}\n`,
  'compose.yaml': `services:
  web:
    build: .
    ports: ["8080"]
    volumes: ["kept:/kept"]
    stop_grace_period: 1s
    healthcheck: { test: ${JSON.stringify(['CMD', ...healthCommand])}, interval: 10s }
volumes: { kept: {} }
`,
};

export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => problemFrom(error).code,
  );

const answerOf = async (url: string): Promise<string> => (await fetch(url)).text();

let keys = 0;
export const newKey = (): string => `places-${String(process.pid)}-${String((keys += 1))}`;

/** Called at the top of a file, not in a hook. `make` makes the repository that is opened, in a folder for it. */
export async function placesSetting(make: (folder: string) => FixtureRepository): Promise<PlacesSetting> {
  const { docker, stop } = await startEngine();
  await baseImage({ docker });
  const folder = temporaryFolder('slipway-places-');
  const data = join(folder.path, 'data');
  const { path } = make(folder.path);
  let engine = await runningEngine(data);
  const { project } = await engine.call<Output<'project.open'>>('project.open', { path });

  const owned: PlacesSetting['owned'] = async (what, environment) => {
    const wanted = [`${label.project}=${project.id}`, ...(environment ? [`${label.environment}=${environment}`] : [])];
    const filters = { label: wanted };
    if (what === 'containers') return docker.listContainers({ all: true, filters });
    if (what === 'networks') return (await docker.listNetworks({ filters })).map(({ Id }) => ({ Id }));
    if (what === 'images') return docker.listImages({ filters });
    const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
    return ((Volumes as { Name: string }[] | null) ?? []).map(({ Name }) => ({ Id: Name }));
  };
  afterAll(async () => {
    await engine.close();
    const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
    for (const { Id } of await owned('containers'))
      await quietly(docker.getContainer(Id).remove({ force: true, v: true }));
    for (const { Id } of await owned('networks')) await quietly(docker.getNetwork(Id).remove());
    for (const { Id } of await owned('volumes')) await quietly(docker.getVolume(Id).remove());
    for (const { Id } of await owned('images')) await quietly(docker.getImage(Id).remove({ force: true }));
    folder.remove();
    await stop();
  });

  const call: PlacesSetting['call'] = (name, input = {}) => engine.call(name, { project: project.id, ...input });
  const places = async (): Promise<TestEnvironment[]> => (await call('testEnvironment.list')).environments;
  const until: PlacesSetting['until'] = async (what, look) => {
    const deadline = Date.now() + 40_000;
    while (Date.now() < deadline) {
      const found = await look();
      if (found) return found;
      await sleep(50);
    }
    throw new Error(`It never came: ${what}. ${JSON.stringify(await places())}`);
  };
  return {
    project: project.id,
    call,
    finish: (name, input) => engine.finish(name, { project: project.id, ...input }),
    async restart() {
      await engine.close();
      engine = await runningEngine(data);
      await call('project.status');
    },
    owned,
    places,
    async told(type) {
      const { events } = await call('events.since', { seq: 0, limit: 1000 });
      return events.filter((event) => event.type === type).map(({ by }) => by);
    },
    quiet: (environment) =>
      until(
        `${environment} is quiet`,
        async () => (await call('environment.get', { environment })).status.operation === null,
      ),
    at: (environment, text) =>
      until(`${environment} answers ${text}`, async () => {
        const found = (await places()).find((one) => one.environment === environment);
        const answer = found?.url ? await answerOf(found.url).catch(() => '') : '';
        return found && answer === `${text}\n` && found;
      }),
    async ended(operation) {
      for (let now = operation; ; { operation: now } = await call('operation.get', { operation: operation.id }))
        if (now.status !== 'running' && now.status !== 'waiting') return now;
        else await sleep(10);
    },
    until,
  };
}
