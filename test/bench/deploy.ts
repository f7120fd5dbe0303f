/** Deploying, rolling back and rebuilding one service, against the same steps by hand. */
import { join } from 'node:path';
import { networkName, prefixOf } from '../../shared/domain/naming.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Project } from '../../shared/domain/project.ts';
import type { Release } from '../../shared/domain/release.ts';
import { baseImage, freePort, startEngine, type TestEngine } from '../fixtures/engine/index.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { deployByHand, dockerCommand, engineSocket, type BareDocker } from './bare-docker.ts';
import { median, timed } from './measure.ts';
import { runningEngine, webRepository, type RunningEngine } from './running-engine.ts';
import { ratioRow, timeRow, type Row } from './table.ts';

const rounds = Number(process.env['SLIPWAY_BENCH_ROUNDS'] ?? 10);
const goal = 1.15;

export async function deployRows(): Promise<Row[]> {
  const docker = await startEngine();
  await baseImage(docker);
  const folder = temporaryFolder('slipway-bench-deploy-');
  const ports = { rehearsed: await freePort(), recreated: await freePort(), bare: await freePort() };
  const repository = webRepository(
    folder.path,
    `  rehearsed: { kind: qa, follows: main, publish: { web: ${String(ports.rehearsed)} } }
  recreated: { kind: qa, follows: main, publish: { web: ${String(ports.recreated)} }, rollout: { strategy: recreate } }\n`,
  );
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
    const { release } = await engine.call<{ release: Release }>('release.get', { project, release: releases[0] });
    const bench = { engine, project, releases, image: release.artifacts[0]!.imageId, port: ports.bare, docker };
    return [...(await rebuildRows(bench)), ...(await deploymentRows(bench))];
  } finally {
    await engine.close();
    await clean(docker, project);
    folder.remove();
  }
}

interface Bench {
  readonly engine: RunningEngine;
  readonly project: string;
  readonly releases: readonly string[];
  readonly image: string;
  readonly port: number;
  readonly docker: TestEngine;
}

async function rebuildRows({ engine, project }: Bench): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { ms, value } = await timed(() =>
      engine.call<{ release: Release | null }>('release.build', {
        project,
        key: `rebuild-${String(process.pid)}-${String(round)}`,
      }),
    );
    if (!value.release) throw new Error('It was built again.');
    times.push(ms);
  }
  return [timeRow('rebuild of an unchanged commit, median', median(times), 50)];
}

/** Containers made by hand: beside Slipway’s, on the network of its environment. */
const namesByHand = `slipway-bench-${String(process.pid)}`;

async function deploymentRows(bench: Bench): Promise<Row[]> {
  const { engine, project, releases, docker } = bench;
  const socket = docker.address.replace(/^unix:\/\//, '');
  const network = networkName(prefixOf('bench', project, 'recreated'), 'default');
  const bare = {
    'docker commands': byHand(bench, dockerCommand(network), 'command'),
    'engine’s socket': byHand(bench, engineSocket(network, socket), 'socket'),
  };
  const promote = (environment: string, round: number): Promise<Operation> =>
    engine.finish('promotion.start', { project, release: releases[round % 2], to: environment });
  for (const environment of ['rehearsed', 'recreated']) for (const round of [0, 1]) await promote(environment, round);
  const cases = [
    { what: 'promotion, rehearsed', rehearse: true, run: (round: number) => promote('rehearsed', round) },
    { what: 'promotion, recreate', rehearse: false, run: (round: number) => promote('recreated', round) },
    {
      what: 'rollback',
      rehearse: false,
      run: () => engine.finish('rollback.start', { project, environment: 'recreated' }),
    },
  ];
  const rows: Row[] = [];
  for (const { what, rehearse, run } of cases) {
    const own: number[] = [];
    const steps = new Map<string, number[]>();
    const others = new Map(Object.keys(bare).map((name) => [name, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, deploy] of Object.entries(bare))
        others.get(name)!.push((await timed(() => deploy(rehearse))).ms);
      const { ms, value } = await timed(() => run(round));
      own.push(ms);
      for (const step of value.steps)
        steps.set(step.id, [...(steps.get(step.id) ?? []), (step.endedAt ?? 0) - (step.startedAt ?? 0)]);
    }
    console.error(`${what}: ${[...steps].map(([id, times]) => `${id} ${String(median(times))} ms`).join(', ')}`);
    for (const [name, times] of others) rows.push(ratioRow(what, median(own), median(times), name, goal));
  }
  return rows;
}

/** Deployments that each replace the one before. */
function byHand({ image, port }: Bench, docker: BareDocker, name: string): (rehearse: boolean) => Promise<void> {
  let number = 0;
  const containerOf = (index: number): string => `${namesByHand}-${name}-${String(index)}`;
  const hostPort = port + (name === 'socket' ? 1 : 0);
  return async (rehearse) => {
    if (number === 0) {
      await docker.create(containerOf(0), image, hostPort);
      await docker.start(containerOf(0));
    }
    number += 1;
    await deployByHand(docker, image, containerOf(number), containerOf(number - 1), hostPort, rehearse);
  };
}

async function clean({ docker }: TestEngine, project: string): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  const own = containers.filter(
    ({ Names, Labels }) =>
      Names.some((name) => name.startsWith(`/${namesByHand}-`)) ||
      (project !== '' && Object.values(Labels).includes(project)),
  );
  await Promise.all(own.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks();
  for (const { Name, Id } of networks)
    if (project !== '' && Name.includes(`-${project}-`)) await docker.getNetwork(Id).remove();
  const images = await docker.listImages();
  for (const { Id, RepoTags } of images)
    if (RepoTags?.some((tag) => tag.startsWith('bench/web:'))) await docker.getImage(Id).remove({ force: true });
}
