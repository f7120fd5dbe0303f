/** Switches, canaries and rollbacks under constant load at half of what the front can carry; and what the front costs. */
import { join } from 'node:path';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Project, ProjectStatus } from '../../shared/domain/project.ts';
import { label } from '../../electron/targets/labels.ts';
import { baseImage, freePort, haproxyImage, startEngine, type TestEngine } from '../fixtures/engine/index.ts';
import { temporaryFolder, type FixtureRepository } from '../fixtures/repository.ts';
import { capacity, load, type Sample } from './load.ts';
import { median, percentile } from './measure.ts';
import { runningEngine, webRepository, type RunningEngine } from './running-engine.ts';
import { ms, ratioRow, timeRow, type Row } from './table.ts';

const times = (name: string, usual: number): number => Number(process.env[`SLIPWAY_BENCH_${name}`] ?? usual);
const capacitySeconds = 4;

interface Bench {
  readonly engine: RunningEngine;
  readonly project: string;
  readonly releases: readonly string[];
  readonly port: number;
  readonly rate: number;
  readonly repository: FixtureRepository;
  declare(rollout: string): void;
}

export async function rolloutRows(): Promise<Row[]> {
  const docker = await startEngine();
  await baseImage(docker);
  const front = await haproxyImage(docker);
  const folder = temporaryFolder('slipway-bench-rollouts-');
  const [port, direct] = [await freePort(), await freePort()];
  const repository = webRepository(folder.path, '  production: { kind: production }\n', front);
  const declare = (rollout: string): void => {
    const yaml = `slipway: 1\nname: bench\nfront: { image: "${front}" }\nenvironments:\n  production: { kind: production, publish: { web: "127.0.0.1:${String(port)}" }, rollout: ${rollout} }\n  direct: { kind: qa, publish: { web: "127.0.0.1:${String(direct)}" }, rollout: { strategy: recreate } }\n`;
    repository.commit({ message: 'slipway\n', files: { 'slipway.yaml': yaml } });
  };
  declare('{ strategy: blue-green, warm: 1h }');
  const engine = await runningEngine(join(folder.path, 'data'));
  let project = '';
  try {
    ({
      project: { id: project },
    } = await engine.call<{ project: Project }>('project.open', { path: repository.path }));
    const releases: string[] = [];
    for (const text of ['one', 'two']) {
      repository.commit({ message: `${text}\n`, files: { 'index.html': `${text}\n` } });
      releases.push((await engine.finish('release.build', { project })).release ?? '');
    }
    await engine.finish('promotion.start', { project, release: releases[0], to: 'production' });
    await engine.finish('promotion.start', { project, release: releases[0], to: 'direct' });
    const bare = await capacity(direct, capacitySeconds);
    const through = await capacity(port, capacitySeconds);
    const bench = { engine, project, releases, port, rate: through.perSecond / 2, repository, declare };
    return [
      ...costRows(bare, through),
      ...(await switchRows(bench)),
      ...(await canaryRows(bench)),
      ...(await rollbackRows(bench)),
    ];
  } finally {
    await engine.close();
    await removeProject(docker, project);
    folder.remove();
  }
}

type Capacity = Awaited<ReturnType<typeof capacity>>;

const costRows = (bare: Capacity, through: Capacity): Row[] => [
  {
    what: 'requests a second, front against container',
    measured: through.perSecond.toFixed(0),
    against: `container: ${bare.perSecond.toFixed(0)}`,
    ratio: `${(through.perSecond / bare.perSecond).toFixed(2)}×`,
    goal: '',
    met: null,
  },
  { ...ratioRow('p99 at full load, front', through.p99Ms, bare.p99Ms, 'container', Infinity), goal: '', met: null },
];

async function switchRows(bench: Bench): Promise<Row[]> {
  const promote = (round: number): Promise<Operation> => promoteTo(bench, (round + 1) % 2);
  return underLoad(bench, 'blue-green switches', times('SWITCHES', 200), promote, true);
}

async function canaryRows(bench: Bench): Promise<Row[]> {
  bench.declare('{ strategy: canary, steps: [5, 25, 50], hold: 200ms, warm: 1h }');
  const promote = (round: number): Promise<Operation> => promoteTo(bench, (round + 1) % 2);
  return underLoad(bench, 'canaries', times('CANARIES', 50), promote, false);
}

async function rollbackRows(bench: Bench): Promise<Row[]> {
  const back = await backAndForth(bench.engine, bench.project, 'production');
  return underLoad(bench, 'rollbacks by switch', times('ROLLBACKS', 100), back, false, true);
}

/** Rollbacks that take turns between the last two revisions; without a goal each would go further back than the one before. */
export async function backAndForth(
  engine: RunningEngine,
  project: string,
  environment: string,
): Promise<() => Promise<Operation>> {
  const { environments } = await engine.call<ProjectStatus>('project.status', { project });
  let current = environments.find(({ name }) => name === environment)?.revision ?? 0;
  return async () => {
    const operation = await engine.finish('rollback.start', { project, environment, to: current - 1 });
    current = operation.revision ?? current;
    return operation;
  };
}

/** Even numbers of rounds end with the release that they began with. */
const promoteTo = ({ engine, project, releases }: Bench, index: number): Promise<Operation> =>
  engine.finish('promotion.start', {
    project,
    release: releases[index],
    to: 'production',
    lose: 'Two releases take turns.',
  });

async function underLoad(
  { port, rate }: Bench,
  what: string,
  rounds: number,
  act: (round: number) => Promise<Operation>,
  comparesLatency: boolean,
  timesSwitch = false,
): Promise<Row[]> {
  const asking = load(port, rate);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const steadyUntil = Date.now();
  const operations: Operation[] = [];
  for (let round = 0; round < rounds; round += 1) operations.push(await act(round));
  const samples = await asking.stop();
  const failed = samples.filter(({ failure }) => failure !== null);
  const rows: Row[] = [
    {
      what: `failed requests in ${String(rounds)} ${what}`,
      measured: `${String(failed.length)} of ${String(samples.length)}`,
      against: `${rate.toFixed(0)} requests/s${failed[0]?.failure ? `; first: ${failed[0].failure}` : ''}`,
      ratio: '',
      goal: '0',
      met: failed.length === 0,
    },
  ];
  if (comparesLatency) rows.push(latencyRow(what, samples, steadyUntil, operations));
  if (timesSwitch) rows.push(...switchTimeRows(samples, operations));
  return rows;
}

/** Around the switch itself: what a container's start costs the machine is no matter of the front. */
function latencyRow(
  what: string,
  samples: readonly Sample[],
  steadyUntil: number,
  operations: readonly Operation[],
): Row {
  const aroundMs = 250;
  const switches = operations.map(({ steps }) => steps.find(({ id }) => id === 'traffic.shift')?.endedAt ?? 0);
  const near = samples.filter(({ startedAt }) => switches.some((at) => Math.abs(startedAt - at) <= aroundMs));
  const p99 = (some: readonly Sample[]): number =>
    percentile(
      some.map(({ ms: took }) => took),
      0.99,
    );
  return ratioRow(
    `p99 around ${what}`,
    p99(near),
    p99(samples.filter(({ startedAt }) => startedAt < steadyUntil)),
    'steady',
    1.5,
  );
}

/** From the acceptance to the first answer of the version that comes back after which no request finds the other. */
function switchTimeRows(samples: readonly Sample[], operations: readonly Operation[]): Row[] {
  const took = operations.flatMap((operation) => {
    const during = samples.filter(
      ({ startedAt }) => startedAt >= operation.startedAt && startedAt <= (operation.endedAt ?? 0),
    );
    const comes = during.at(-1)?.text;
    const lastOther = Math.max(0, ...during.filter(({ text }) => text !== comes).map(({ startedAt }) => startedAt));
    const first = during.find(({ text, startedAt }) => text === comes && startedAt > lastOther);
    return first ? [first.startedAt + first.ms - operation.startedAt] : [];
  });
  return [
    timeRow('rollback by switch until it answers, median', median(took), 50),
    timeRow(`the same, p99 (longest ${ms(Math.max(...took))})`, percentile(took, 0.99), 150),
  ];
}

/** Removes everything that a project made on the engine. */
export async function removeProject({ docker }: TestEngine, project: string): Promise<void> {
  if (project === '') return;
  const filters = { label: [`${label.project}=${project}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true, v: true });
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
  for (const { Id } of await docker.listImages({ filters })) await docker.getImage(Id).remove({ force: true });
}
