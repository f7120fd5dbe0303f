import { setTimeout as sleep } from 'node:timers/promises';
import { checkName, networkName, prefixOf } from '../../shared/domain/naming.ts';
import type { Service } from '../../shared/domain/service.ts';
import type { CheckOf } from '../../shared/domain/verification.ts';
import { problemFrom } from '../../shared/problem.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec, Target } from '../targets/target.ts';
import { beginning, found, type CheckContext, type CheckKind, type Found } from './check.ts';

type Check = CheckOf<'script'>;

/** Where the repository is in the container, as it is at the release's commit: never a working tree. */
const folder = '/slipway/source';
const limits = { cpus: 1, memoryBytes: 512 * 1024 * 1024, memoryReservationBytes: null, pids: 256 };
const pollMs = 100;

/** Runs a script of the repository in a container of its own, which is gone afterwards. */
export const script: CheckKind<'script'> = {
  kind: 'script',
  // It starts a container: once for each stop of a rollout, unless that lasts long.
  everyMs: 60_000,
  again: false,
  async run(check, context) {
    const { target, contents, signal } = context;
    let image: string;
    try {
      image = await target.ensureImage(check.in, () => undefined, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { message } = problemFrom(thrown);
      return [found(check, 'failed', `The image ${check.in} cannot be had: ${beginning(context, message, 300)}`)];
    }
    const spec = specOf(check, context, image);
    // One that a crash left behind did not end, or nobody heard how.
    await remove(target, spec.name);
    try {
      await target.ensureContainer(spec, contents);
      await target.startContainer(spec.name);
      return [await awaitEnd(check, context, spec.name)];
    } finally {
      await remove(target, spec.name);
    }
  },
};

async function remove(target: Target, name: string): Promise<void> {
  if ((await target.inspect(name)) === null) return;
  await target.stopContainer(name, 0);
  await target.removeContainer(name);
}

async function awaitEnd(check: Check, context: CheckContext, name: string): Promise<Found> {
  const { target, signal } = context;
  const started = performance.now();
  for (;;) {
    const state = await target.inspect(name);
    if (state?.state === 'exited' || state?.state === 'dead' || state === null) {
      const evidence = { code: state?.exitCode ?? null, output: await said(context, name) };
      if (state?.exitCode === 0) return found(check, 'passed', `${check.path} succeeded.`, evidence);
      const ending =
        state === null
          ? 'its container was removed'
          : state.oomKilled
            ? 'it ran out of its 512 MB of memory'
            : `it ended with code ${String(state.exitCode)}`;
      return found(check, 'failed', `${check.path} failed: ${ending}.`, evidence);
    }
    if (performance.now() - started > check.timeoutMs)
      return found(check, 'failed', `${check.path} did not end within ${String(check.timeoutMs / 1000)} s.`, {
        output: await said(context, name),
      });
    await sleep(pollMs, undefined, { signal });
  }
}

async function said(context: CheckContext, name: string): Promise<string> {
  const lines: string[] = [];
  try {
    for await (const { text } of context.target.logs(name, {
      tail: 40,
      follow: false,
      signal: AbortSignal.timeout(5000),
    }))
      lines.push(text);
  } catch {
    // The output is evidence only: without it the verdict is still told.
  }
  // A secret can have several lines: it is known in the whole text only.
  const masked = context.mask(lines.join('\n')).split('\n');
  return beginning(context, masked.map((line) => line.slice(0, 500)).join('\n'));
}

/** On the environment's networks, where services answer to their names; of their secrets and volumes it gets none. */
function specOf(check: Check, { plan, side, id }: CheckContext, image: string): ContainerSpec {
  const prefix = prefixOf(plan.projectName, plan.project, plan.environment);
  const own = new Set(side.application.services.flatMap(({ networks }) => networks.map(({ name }) => name)));
  return {
    name: checkName(prefix, id),
    service: serviceOf(check, side.revision, side.release),
    image,
    networks: [...own].map((name) => ({ name: networkName(prefix, name), aliases: [] })),
    volumes: {},
    bindings: [],
    labels: {
      [label.project]: plan.project,
      [label.environment]: plan.environment,
      [label.service]: ':check',
      [label.replica]: '1',
      [label.revision]: '0',
      [label.role]: 'check',
    },
  };
}

const serviceOf = ({ path }: Check, revision: number, release: string): Service => ({
  name: ':check',
  build: null,
  image: null,
  // By its own first line where it can be executed, as a script of the shell otherwise.
  entrypoint: ['/bin/sh', '-c', 'if [ -x "$0" ]; then exec "$0"; fi; exec /bin/sh "$0"'],
  command: [path.startsWith('./') ? path : `./${path}`],
  environment: { SLIPWAY_REVISION: String(revision), SLIPWAY_RELEASE: release },
  ports: [],
  expose: [],
  mounts: [],
  files: [{ target: folder, source: { type: 'repository', path: '.' }, mode: 0o755, uid: 0, gid: 0 }],
  networks: [],
  dependsOn: {},
  healthcheck: null,
  labels: {},
  restart: { policy: 'no', maxRetries: 0 },
  user: null,
  workingDirectory: folder,
  hostname: null,
  stopGracePeriodMs: 0,
  stopSignal: null,
  init: true,
  readOnly: false,
  tty: false,
  capDrop: ['ALL'],
  replicas: 1,
  resources: limits,
});
