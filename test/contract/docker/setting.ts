/** What every file of this suite starts from: the engine, a target on it, and names that nobody else has. */
import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import { dockerTarget } from '../../../electron/targets/docker.ts';
import { label } from '../../../electron/targets/labels.ts';
import type { ContainerSpec, FileContents, Target } from '../../../electron/targets/target.ts';
import type { ContainerState } from '../../../shared/domain/health.ts';
import type { Build, Service } from '../../../shared/domain/service.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { baseImage, serviceOf, startEngine, tarOf, type TestEngine } from '../../fixtures/engine/index.ts';

export const never = new AbortController().signal;
export const silent = (): void => undefined;
export const noFiles: FileContents = { repository: async () => tarOf({}), secret: async () => '' };

export interface Setting {
  readonly engine: TestEngine;
  readonly target: Target;
  readonly base: string;
  /** Begins every name of this file's things. */
  readonly prefix: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A container of the base image; runs `script` in its shell. */
  spec(name: string, given?: Partial<Service>, more?: Partial<ContainerSpec>): ContainerSpec;
}

/**
 * Makes the setting of one file, and removes at its end everything that carries its labels. Called at the top of the file,
 * not in a hook: hooks that are made in a hook never run.
 */
export async function setting(): Promise<Setting> {
  const engine = await startEngine();
  const base = await baseImage(engine);
  const prefix = `slipway-contract-${randomBytes(4).toString('hex')}`;
  const labels = { [label.project]: prefix };
  afterAll(async () => {
    await removeEverything(engine, prefix);
    await engine.stop();
  });
  return {
    engine,
    base,
    prefix,
    labels,
    target: dockerTarget(engine.address),
    spec: (name, given = {}, more = {}) => ({
      name: `${prefix}-${name}`,
      image: base,
      networks: [],
      volumes: {},
      bindings: [],
      service: serviceOf({ name, command: ['sleep', '600'], ...given }),
      labels: { ...labels, [label.service]: name, [label.replica]: '1', [label.revision]: '1' },
      ...more,
    }),
  };
}

async function removeEverything({ docker }: TestEngine, prefix: string): Promise<void> {
  const filters = { label: [`${label.project}=${prefix}`] };
  const all = <T>(things: readonly T[], remove: (thing: T) => Promise<unknown>) =>
    Promise.all(things.map((thing) => remove(thing).catch(() => undefined)));
  await all(await docker.listContainers({ all: true, filters }), ({ Id }) =>
    docker.getContainer(Id).remove({ force: true, v: true }),
  );
  await all(await docker.listNetworks({ filters }), ({ Id }) => docker.getNetwork(Id).remove());
  await all((await docker.listVolumes({ filters: JSON.stringify(filters) })).Volumes, ({ Name }) =>
    docker.getVolume(Name).remove(),
  );
  await all(await docker.listImages({ filters }), ({ Id }) => docker.getImage(Id).remove({ force: true }));
}

export const buildOf = (given: Partial<Build> = {}): Build => ({
  context: '.',
  dockerfile: 'Dockerfile',
  dockerfileInline: null,
  args: {},
  target: null,
  ...given,
});

/** The problem that a call ends with; fails the test when it succeeds. */
export async function problemOfCall(call: Promise<unknown>): Promise<Problem> {
  const outcome = await call.then(
    () => null,
    (thrown: unknown) => problemFrom(thrown),
  );
  if (outcome === null) throw new Error('The call was expected to fail, and it did not.');
  return outcome;
}

/** Waits until the container is as wanted, and answers with it. */
export async function until(
  target: Target,
  name: string,
  wanted: (state: ContainerState) => boolean,
): Promise<ContainerState> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const state = await target.inspect(name);
    if (state && wanted(state)) return state;
    if (performance.now() > deadline)
      throw new Error(`${name} did not become what was waited for: ${JSON.stringify(state)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs a line in a container's shell and answers with what it printed. */
export async function inside({ engine }: Setting, container: string, line: string): Promise<string> {
  const exec = await engine.docker
    .getContainer(container)
    .exec({ Cmd: ['sh', '-c', line], AttachStdout: true, AttachStderr: true, Tty: true });
  const stream = await exec.start({ Tty: true });
  return Buffer.concat((await stream.toArray()) as Buffer[])
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .trim();
}
