/** What must hold of a lane whenever an operation has come to rest, however often the engine was killed in it. */
import type Docker from 'dockerode';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attached } from '../../electron/hosts/attach.ts';
import { label } from '../../electron/targets/labels.ts';
import type { RecordedEvent } from '../../shared/api/events.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Lane } from './lane.ts';

/** Every promise that is broken, one sentence each; empty when all are kept. */
export async function brokenPromises(lane: Lane, client: Attached, operation: Operation): Promise<string[]> {
  const events = await allEvents(client);
  const audit = await client.call('audit.verify', {});
  const common = [
    ...events.flatMap((event, index) =>
      event.seq === index + 1 ? [] : [`event ${String(event.seq)} comes where ${String(index + 1)} was due`],
    ),
    ...(audit.valid ? [] : [`the audit breaks at ${String(audit.brokenAt)}: ${audit.integrity.join(', ')}`]),
    ...journalPromises(events, operation),
  ];
  const own =
    operation.kind === 'build'
      ? await buildPromises(lane, client, operation)
      : operation.kind === 'run'
        ? await runPromises(lane, client, operation)
        : operation.kind === 'hotfix'
          ? await hotfixPromises(lane, client, events, operation)
          : operation.kind === 'remove'
            ? await removalPromises(lane, client, events, operation)
            : await deploymentPromises(lane, client, events, operation);
  return [...common, ...own];
}

async function allEvents(client: Attached): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await client.call('events.since', { seq: events.at(-1)?.seq ?? 0, limit: 1000 });
    events.push(...page.events);
    if (page.events.length === 0) return events;
  }
}

function journalPromises(all: readonly RecordedEvent[], operation: Operation): string[] {
  const events = all.filter((event) => event.operation === operation.id);
  const count = (type: RecordedEvent['type']): number => events.filter((event) => event.type === type).length;
  const ended = operation.status !== 'needs-attention';
  const aborted = count('operation.abort') > 0;
  return [
    ...unless(count('operation.started') === 1, `${String(count('operation.started'))} starts are recorded`),
    ...unless(
      count('operation.finished') === (ended ? 1 : 0),
      `${String(count('operation.finished'))} ends are recorded, and it is ${operation.status}`,
    ),
    ...unless(!ended || events.at(-1)?.type === 'operation.finished', 'something is recorded after its end'),
    ...unless(!aborted || operation.status !== 'done', 'an acknowledged abort ended as done'),
    ...unless(
      operation.status !== 'needs-attention' || operation.problem !== null,
      'it needs attention and does not say why',
    ),
  ];
}

async function buildPromises(lane: Lane, client: Attached, operation: Operation): Promise<string[]> {
  const { releases } = await client.call('release.list', { project: lane.project, limit: 200 });
  const mine = releases.filter((release) => release.operation === operation.id);
  const images = await lane.docker.listImages({ filters: { label: [`${label.operation}=${operation.id}`] } });
  const built = lane.services.filter((service) => service !== 'store').length;
  const done = operation.status === 'done';
  return [
    ...unless(mine.length === (done ? 1 : 0), `it is ${operation.status}, and made ${String(mine.length)} releases`),
    ...unless(
      images.length === (done ? built : 0),
      `it is ${operation.status}, and left ${String(images.length)} images`,
    ),
    ...mine.flatMap((release) =>
      release.artifacts.flatMap(({ imageId }) =>
        unless(
          images.some((image) => image.Id === imageId),
          `the release names ${imageId}, which is not what was built`,
        ),
      ),
    ),
  ];
}

/** Every stage has an end, nothing of its containers is left but of those that failed, and what follows was begun once. */
async function runPromises(lane: Lane, client: Attached, operation: Operation): Promise<string[]> {
  const run = await restingRun(lane, client, operation.id);
  const filters = { label: [`${label.operation}=${operation.id}`] };
  const containers = await lane.docker.listContainers({ all: true, filters });
  const networks = await lane.docker.listNetworks({ filters });
  const expected = { done: 'passed', failed: 'failed', aborted: 'cancelled' }[operation.status as string];
  const deploys = run.stages.filter((stage) => stage.environment !== null);
  const { operations } = await client.call('operation.list', { project: lane.project, limit: 200 });
  const promotions = operations.filter(({ why }) => why?.includes(operation.id));
  const failed = run.stages.filter(({ status }) => status === 'failed').map(({ name }) => `:${name}`);
  const left = containers.filter(
    ({ State, Labels }) => State !== 'exited' || !failed.includes(Labels[label.service] ?? ''),
  );
  return [
    ...unless(left.length + networks.length === 0, `it left ${left.map((one) => one.Names[0]).join()}`),
    ...unless(run.status === expected, `the operation is ${operation.status}, the run ${run.status}`),
    ...run.stages.flatMap(({ name, status }) =>
      unless(!['running', 'pending'].includes(status), `the run has ended, and “${name}” is ${status}`),
    ),
    ...unless(
      promotions.length === (operation.status === 'done' ? deploys.length : 0),
      `${String(promotions.length)} promotions followed, to ${String(deploys.length)} environments`,
    ),
    ...(operation.status === 'done' || run.release === null ? await buildPromises(lane, client, operation) : []),
  ];
}

/** The run once nothing of it goes on any more, what follows included. */
async function restingRun(lane: Lane, client: Attached, id: string): Promise<Run> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const { run } = await client.call('run.get', { project: lane.project, run: id });
    if (run.status !== 'running' || performance.now() > deadline) return run;
    await sleep(30);
  }
}

const gitTimeoutMs = 60_000;

/** Every lane is where its newest version says, with everything behind it, and the user's own checkout is as it was. */
async function hotfixPromises(
  lane: Lane,
  client: Attached,
  events: readonly RecordedEvent[],
  operation: Operation,
): Promise<string[]> {
  const { lanes } = await client.call('hotfix.lanes', { project: lane.project, closed: true });
  const told = events.filter((event) => event.type === 'lane.changed' && event.operation === operation.id).length;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', lane.repository, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: gitTimeoutMs,
    }).trim();
  const mirror = join(lane.data, 'projects', lane.project, 'mirror.git');
  return [
    ...unless(told === (operation.status === 'done' ? 1 : 0), `“changed” is recorded ${String(told)} times`),
    ...lanes.flatMap(({ branch, moved }) => unless(moved === null, `${branch}: ${String(moved)}`)),
    ...lanes.flatMap(({ branch, head, published }) => [
      ...unless(!/missing|broken/.test(fsckOf(mirror, head)), `${branch} lacks objects`),
      ...unless(
        published.every(({ commit }) => git('rev-parse', `refs/heads/${branch}`) === commit),
        `${branch} is not where it was published`,
      ),
    ]),
    ...unless(git('status', '--porcelain', '--untracked-files=no') === '', 'the working tree was touched'),
    ...unless(git('symbolic-ref', 'HEAD') === 'refs/heads/main', 'another branch is checked out'),
  ];
}

function fsckOf(mirror: string, head: string): string {
  const { stdout, stderr } = spawnSync(
    'git',
    [`--git-dir=${mirror}`, 'rev-list', '--objects', '--missing=print', '--quiet', head],
    { encoding: 'utf8', timeout: gitTimeoutMs },
  );
  return stdout.replaceAll('?', 'missing ') + stderr;
}

async function deploymentPromises(
  lane: Lane,
  client: Attached,
  events: readonly RecordedEvent[],
  operation: Operation,
): Promise<string[]> {
  const environment = operation.environment ?? '';
  const { revisions } = await client.call('history.list', { project: lane.project, environment, limit: 500 });
  const running = revisions.filter((revision) => revision.status === 'running');
  const mine = revisions.find((revision) => revision.operation === operation.id);
  const expected = { done: 'running', failed: 'failed', aborted: 'undone' }[operation.status as string] ?? 'deploying';
  const told = events.filter((event) => event.type === 'revision.running' && event.operation === operation.id).length;
  return [
    ...revisions
      .map((revision) => revision.number)
      .toReversed()
      .flatMap((number, index) =>
        unless(number === index + 1, `revision ${String(number)} comes where ${String(index + 1)} was due`),
      ),
    ...unless(running.length <= 1, `${String(running.length)} revisions are recorded as running`),
    ...unless(mine?.status === expected, `the operation is ${operation.status}, its revision ${String(mine?.status)}`),
    ...unless(told === (operation.status === 'done' ? 1 : 0), `“running” is recorded ${String(told)} times`),
    ...(operation.status === 'needs-attention' ? [] : await worldPromises(lane, environment, running[0] ?? null)),
    ...(lane.fronted ? await driftIn(lane, client, environment) : []),
  ];
}

/** Nothing of it is left on the engine, nothing is recorded as running there, and what ran is still told. */
async function removalPromises(
  lane: Lane,
  client: Attached,
  events: readonly RecordedEvent[],
  operation: Operation,
): Promise<string[]> {
  const environment = operation.environment ?? '';
  const filters = { label: [`${label.project}=${lane.project}`, `${label.environment}=${environment}`] };
  const { revisions } = await client.call('history.list', { project: lane.project, environment, limit: 500 });
  const { environments } = await client.call('project.status', { project: lane.project });
  const told = events.filter(({ type, operation: of }) => type === 'testEnvironment.removed' && of === operation.id);
  const containers = await lane.docker.listContainers({ all: true, filters });
  const networks = await lane.docker.listNetworks({ filters });
  const { Volumes: volumes } = await lane.docker.listVolumes({ filters: JSON.stringify(filters) });
  const left = containers.length + networks.length + ((volumes as unknown[] | null) ?? []).length;
  return [
    ...unless(operation.status === 'done', `it is ${operation.status}`),
    ...unless(left === 0, `${String(left)} containers, networks and volumes are left`),
    ...unless(told.length === 1, `its end is recorded ${String(told.length)} times`),
    ...unless(
      revisions.length > 0 && revisions.every(({ status }) => status !== 'running'),
      'something still runs there',
    ),
    ...unless(!environments.some(({ name }) => name === environment), 'it is still on the diagram'),
  ];
}

const driftIn = async ({ project }: Lane, client: Attached, environment: string): Promise<string[]> =>
  (await client.call('environment.get', { project, environment })).status.drift.map((drift) => `drift: ${drift}`);

/** What runs is what is recorded, and nothing else is left lying about. */
async function worldPromises(lane: Lane, environment: string, running: Revision | null): Promise<string[]> {
  const filters = { label: [`${label.project}=${lane.project}`, `${label.environment}=${environment}`] };
  const all = await lane.docker.listContainers({ all: true, filters });
  const containers = lane.fronted && running !== null ? servingNow(all, running) : all;
  const services = containers.map((one) => one.Labels[label.service] ?? '?').toSorted();
  const wanted = running === null ? [] : lane.services;
  // How many there are of each, behind a load balancer, is the drift's to tell.
  const found = lane.fronted ? [...new Set(services)] : services;
  const broken = unless(
    found.join() === wanted.join(),
    `there are containers of ${services.join() || 'nothing'} (${containers.map((one) => one.Names[0]).join(' ')}) instead of ${wanted.join() || 'nothing'}`,
  );
  if (running === null) return broken;
  if (lane.fronted) broken.push(...frontPromises(all, containers));
  for (const one of containers) {
    const {
      [label.role]: role,
      [label.service]: service = '',
      [label.revision]: revision,
      [label.release]: release,
    } = one.Labels;
    broken.push(
      ...unless(
        one.State === (service === 'setup' ? 'exited' : 'running'),
        `${one.Names[0] ?? service} is ${one.State}`,
      ),
    );
    if (role === 'dependency') continue;
    broken.push(
      ...unless(
        role === 'serving' && (lane.fronted || revision === String(running.number)) && release === running.release,
        `${service} is ${String(role)} of revision ${String(revision)}, release ${String(release)}; recorded is ${String(running.number)}, ${running.release}`,
      ),
      ...unless(
        one.ImageID === running.digests[service],
        `${service} runs ${one.ImageID}; recorded is ${String(running.digests[service])}`,
      ),
    );
  }
  if (running.url === null) return [...broken, 'the running revision has no address'];
  const text = await answerOf(running.url);
  broken.push(
    ...unless(
      text === lane.textOf(running.release),
      `${running.url} answers ${JSON.stringify(text)}; recorded is release ${lane.textOf(running.release)}`,
    ),
  );
  if (lane.services.includes('setup'))
    broken.push(...twice(((await answerOf(`${running.url}/ran`)) ?? '').trim().split('\n')));
  return broken;
}

/** Behind a load balancer, those of the newest containers of what is recorded: a rollback by switch started none of its own. */
function servingNow(all: readonly Docker.ContainerInfo[], { release }: Revision): Docker.ContainerInfo[] {
  const own = all.filter((one) => one.Labels[label.release] === release && one.State === 'running');
  const newest = Math.max(...own.map((one) => Number(one.Labels[label.revision])));
  return own.filter((one) => Number(one.Labels[label.revision]) === newest);
}

/** One load balancer that runs; beside what serves, at most one side that is warm, and that one runs too. */
function frontPromises(all: readonly Docker.ContainerInfo[], serving: readonly Docker.ContainerInfo[]): string[] {
  const fronts = all.filter((one) => one.Labels[label.role] === 'front');
  const others = all.filter((one) => !fronts.includes(one) && !serving.includes(one));
  const sides = new Set(others.map((one) => one.Labels[label.revision]));
  return [
    ...unless(
      fronts.length === 1 && fronts[0]?.State === 'running',
      `there are ${String(fronts.length)} load balancers: ${fronts.map((one) => one.State).join()}`,
    ),
    ...unless(sides.size <= 1, `there are containers of revisions ${[...sides].join()} beside what serves`),
    ...others.flatMap((one) => unless(one.State === 'running', `${one.Names[0] ?? '?'} is ${one.State}, not warm`)),
  ];
}

const twice = (jobs: readonly string[]): string[] =>
  jobs.filter((job, index) => jobs.indexOf(job) !== index).map((job) => `the job of container ${job} ran twice`);

const unless = (kept: boolean, broken: string): string[] => (kept ? [] : [broken]);

/** What an address answers now; null when nothing does. */
export async function answerOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    const text = await response.text();
    return response.ok ? text : `status ${String(response.status)}`;
  } catch {
    return null;
  }
}

export interface Watch {
  stop(): Promise<ReadonlySet<string>>;
  /** How many requests got no answer, or a bad one. */
  failures(): number;
}

/** Asks an address again and again; answers with every text that it ever gave. Silence is no answer. */
export function watchAnswers(url: string): Watch {
  const seen = new Set<string>();
  let failures = 0;
  let going = true;
  const ended = (async () => {
    while (going) {
      const text = await answerOf(url);
      if (text === null || text.startsWith('status ')) failures += 1;
      if (text !== null) seen.add(text);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  return {
    stop: async () => {
      going = false;
      await ended;
      return seen;
    },
    failures: () => failures,
  };
}
