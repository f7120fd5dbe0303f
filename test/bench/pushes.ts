/**
 * Two hundred pushes in a minute, over some branches, to the remote (which tells by a webhook) and into the repository:
 * whether each branch's final commit is built once, and whether the engine answers meanwhile.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { attachOrStart, type Attached } from '../../electron/hosts/attach.ts';
import { spawnEngine } from '../../electron/hosts/spawn.ts';
import { version } from '../../electron/version.ts';
import { createRepository, repositoryIn, temporaryFolder, type FixtureRepository } from '../fixtures/repository.ts';
import type { Asked } from './asking.ts';
import { median, percentile } from './measure.ts';
import { ms, timeRow, type Row } from './table.ts';

const pushes = Number(process.env['SLIPWAY_BENCH_PUSHES'] ?? 200);
const everyMs = 60_000 / 200;
const restMs = 5000;
const branches = ['main', 'release/1', 'release/2', 'topic/a', 'topic/b', 'topic/B'];
const secret = 'the secret of the bench';
const configuration = `slipway: 1
name: pushes
pipeline: {}
watch: { fetch: 5s, branches: [topic/*], webhook: { secret: SLIPWAY_BENCH_HOOK } }
environments:
  qa: { kind: qa }
`;

interface Pushed {
  readonly branch: string;
  readonly commit: string;
  readonly at: number;
}

export async function pushRows(): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-pushes-');
  const remote = createRepository(join(folder.path, 'remote'));
  remote.commit({
    message: 'Begin\n',
    files: {
      'slipway.yaml': configuration,
      'compose.yaml': 'services:\n  web: { build: . }\n',
      Dockerfile: 'FROM scratch\nCOPY slipway.yaml /\nCMD ["/none"]\n',
    },
  });
  remote.git(['clone', '--quiet', remote.path, join(folder.path, 'shop')]);
  const shop = repositoryIn(join(folder.path, 'shop'));
  const dataDirectory = join(folder.path, 'data');
  const entry = fileURLToPath(new URL('../../electron/headless.ts', import.meta.url));
  const environment = { ...process.env, SLIPWAY_BENCH_HOOK: secret };
  const client = await attachOrStart(dataDirectory, {
    version,
    face: 'desktop',
    start: () => spawnEngine({ entry, dataDirectory, environment, life: 'owned' }),
  });
  try {
    const { project } = await client.call('project.open', { path: shop.path });
    await settled(client, project.id);
    const resting = await ask(dataDirectory, project.id);
    await sleep(restMs);
    const atRest = percentile((await resting.stop()).status, 0.99);
    const asking = await ask(dataDirectory, project.id);
    const pushed = await push(client, project.id, remote, shop);
    await settled(client, project.id);
    return rowsOf(pushed, await runsOf(client, project.id), await asking.stop(), atRest);
  } finally {
    process.kill(client.endpoint.pid, 'SIGTERM');
    await client.closed;
    // It closes its history behind the last connection.
    await sleep(1000);
    folder.remove();
  }
}

/** Commits without a checkout, as a push brings them: by turns at the remote, which tells, and in the repository. */
async function push(
  client: Attached,
  project: string,
  remote: FixtureRepository,
  shop: FixtureRepository,
): Promise<Pushed[]> {
  const pushed: Pushed[] = [];
  const tips = new Map<string, string>();
  const begun = performance.now();
  for (let number = 0; number < pushes; number += 1) {
    const branch = branches[(number * 7) % branches.length] ?? 'main';
    // A branch lives on one side: where both have it, their last commits would stand against each other.
    const side = branches.indexOf(branch) % 2 === 0 ? remote : shop;
    const parent = tips.get(branch) ?? side.git(['rev-parse', 'HEAD']);
    const commit = side.git(['commit-tree', `${parent}^{tree}`, '-p', parent, '-m', `Push ${String(number)}`]);
    side.git(['update-ref', `refs/heads/${branch}`, commit]);
    tips.set(branch, commit);
    pushed.push({ branch, commit, at: Date.now() });
    if (side === remote) await tell(client, project, commit);
    await sleep(Math.max(0, begun + (number + 1) * everyMs - performance.now()));
  }
  return pushed;
}

async function tell(client: Attached, project: string, commit: string): Promise<void> {
  const body = JSON.stringify({ after: commit });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}`, 'x-github-delivery': commit };
  const { status } = await fetch(`${client.endpoint.url}hooks/${project}`, { method: 'POST', headers, body });
  if (status !== 202) throw new Error(`The webhook was answered with ${String(status)}.`);
}

/** Waits until nothing waits and nothing runs, after one more look at the remote. */
async function settled(client: Attached, project: string): Promise<void> {
  await client.call('watch.fetch', { project });
  for (let quiet = 0; quiet < 8;) {
    await sleep(250);
    const { queue, running } = await client.call('watch.get', { project });
    quiet = queue.length === 0 && running.length === 0 ? quiet + 1 : 0;
  }
}

/** Asks again and again meanwhile: see asking.ts. */
async function ask(dataDirectory: string, project: string): Promise<{ stop(): Promise<Asked> }> {
  const worker = new Worker(new URL('asking.ts', import.meta.url), { workerData: { dataDirectory, project } });
  await once(worker, 'message');
  return {
    async stop() {
      worker.postMessage('stop');
      const [asked] = (await once(worker, 'message')) as [Asked];
      return asked;
    },
  };
}

interface Ran {
  readonly branch: string;
  readonly commit: string;
  readonly at: number;
}

async function runsOf(client: Attached, project: string): Promise<Ran[]> {
  const { runs } = await client.call('run.list', { project, limit: 200 });
  return runs.map(({ ref, commit, startedAt }) => ({ branch: ref, commit, at: startedAt }));
}

function rowsOf(
  pushed: readonly Pushed[],
  runs: readonly Ran[],
  { status, watch, dishonest }: Asked,
  atRest: number,
): Row[] {
  const timesOf = ({ branch, commit }: Pushed): number =>
    runs.filter((run) => run.branch === branch && run.commit === commit).length;
  const finals = branches.flatMap((branch) => pushed.findLast((one) => one.branch === branch) ?? []);
  const built = pushed.filter((one) => timesOf(one) > 0);
  const begunMs = built.map((one) => (runs.find(({ commit }) => commit === one.commit)?.at ?? 0) - one.at);
  const count = (what: string, measured: number, goal: number, against = ''): Row => ({
    ...{ what, measured: String(measured), against, ratio: '', goal: String(goal) },
    met: measured === goal,
  });
  const share = `of ${String(pushed.length)} pushes to ${String(branches.length)} branches`;
  return [
    count('final commits built exactly once', finals.filter((one) => timesOf(one) === 1).length, finals.length, share),
    count('final commits lost', finals.filter((one) => timesOf(one) === 0).length, 0),
    count('commits built more than once', pushed.filter((one) => timesOf(one) > 1).length, 0),
    count('looks at the queue that were wrong', dishonest, 0, `of ${String(watch.length)}`),
    { ...count('runs begun', built.length, 0, share), goal: '', met: null },
    timeRow('from a push to its run, median', median(begunMs), null),
    {
      ...timeRow(`status call while pushed to, p99 of ${String(status.length)}`, percentile(status, 0.99), 50),
      against: `at rest: ${ms(atRest)}`,
      ratio: `${(percentile(status, 0.99) / atRest).toFixed(2)}×`,
    },
    timeRow(`watch call while pushed to, p99 of ${String(watch.length)}`, percentile(watch, 0.99), 50),
  ];
}
