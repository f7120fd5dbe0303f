/**
 * The same application taken back to its other version by Slipway, by a careful script, by Swarm and by Compose: under
 * the same load in the same run, requests failed and seconds taken. Compose is left out where it is not installed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Project } from '../../shared/domain/project.ts';
import type { Release } from '../../shared/domain/release.ts';
import { baseImage, freePort, haproxyImage, startEngine } from '../fixtures/engine/index.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { frontConfiguration, replaceByHand, startFront } from './bare-front.ts';
import { docker, quietly, run } from './commands.ts';
import { load } from './load.ts';
import { median } from './measure.ts';
import { backAndForth, removeProject } from './rollouts.ts';
import { healthCommand, runningEngine, webRepository } from './running-engine.ts';
import { ms, ratioRow, type Row } from './table.ts';

const rounds = Number(process.env['SLIPWAY_BENCH_ROUNDS'] ?? 10);
const perSecond = Number(process.env['SLIPWAY_BENCH_RATE'] ?? 100);
const startGoal = 1.15;

/** One way to bring the other version back, again and again. */
interface Contender {
  readonly what: string;
  readonly port: number;
  /** Brings version 0 or 1; resolves when it is done. */
  bring(version: number): Promise<void>;
}

interface Bench {
  /** Image ids of the two versions. */
  readonly images: readonly string[];
  readonly front: string;
  readonly folder: string;
  readonly name: string;
}

export async function besideRows(): Promise<Row[]> {
  const engine = await startEngine();
  await baseImage(engine);
  const front = await haproxyImage(engine);
  const folder = temporaryFolder('slipway-bench-beside-');
  const [switched, started] = [await freePort(), await freePort()];
  const published = (port: number): string => `publish: { web: "127.0.0.1:${String(port)}" }`;
  const repository = webRepository(
    folder.path,
    `  switched: { kind: qa, ${published(switched)}, rollout: { strategy: blue-green, warm: 1h } }
  started: { kind: qa, ${published(started)}, rollout: { strategy: blue-green, warm: 0s } }
front: { image: "${front}" }\n`,
    front,
  );
  const slipway = await runningEngine(join(folder.path, 'data'));
  let project = '';
  try {
    ({
      project: { id: project },
    } = await slipway.call<{ project: Project }>('project.open', { path: repository.path }));
    const releases: string[] = [];
    const images: string[] = [];
    for (const text of ['one', 'two']) {
      repository.commit({ message: `${text}\n`, files: { 'index.html': `${text}\n` } });
      const id = (await slipway.finish('release.build', { project })).release ?? '';
      const { release } = await slipway.call<{ release: Release }>('release.get', { project, release: id });
      releases.push(id);
      images.push(release.artifacts[0]?.imageId ?? '');
    }
    for (const environment of ['switched', 'started'])
      for (const release of releases) await slipway.finish('promotion.start', { project, release, to: environment });
    const bench = { images, front, folder: folder.path, name: `slipway-bench-${String(process.pid)}` };
    const back = async (environment: string, port: number, what: string): Promise<Contender> => {
      const bring = await backAndForth(slipway, project, environment);
      return {
        what,
        port,
        bring: async () => {
          await bring();
        },
      };
    };
    const bySwitch = await measured(await back('switched', switched, 'Slipway, rollback by switch'));
    const ours = await back('started', started, 'Slipway, rollback by start');
    const [byStart, script] = await withScript(bench, (theirs) => inTurns(ours, theirs));
    const others = [...(await withSwarm(bench, measured)), ...(await withCompose(bench, measured))];
    return [
      ...[bySwitch, byStart, script, ...others].map(rowOf),
      ratioRow('rollback by start', byStart.medianMs, script.medianMs, 'the careful script', startGoal),
    ];
  } finally {
    await slipway.close();
    await removeProject(engine, project);
    folder.remove();
  }
}

interface Measured {
  readonly what: string;
  readonly times: readonly number[];
  readonly medianMs: number;
  readonly failed: number;
  readonly requests: number;
  readonly turns: number;
}
type Measure = (contender: Contender, turns?: number) => Promise<Measured>;

/** Version 1 runs at first; from then on they take turns, under load. */
const measured: Measure = async ({ what, port, bring }, turns = rounds) => {
  const asking = load(port, perSecond);
  await sleep(1000);
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const begun = performance.now();
    await bring(turn % 2);
    times.push(performance.now() - begun);
  }
  await sleep(500);
  const samples = await asking.stop();
  const failed = samples.filter(({ failure }) => failure !== null).length;
  return { what, times, medianMs: median(times), failed, requests: samples.length, turns };
};

/** Two that are compared take turns: what else the machine does meanwhile then slows both. */
async function inTurns(one: Contender, other: Contender): Promise<readonly [Measured, Measured]> {
  const blocks: [Measured[], Measured[]] = [[], []];
  for (let block = 0; block < turnsTaken; block += 1) {
    blocks[0].push(await measured(one, evenPart));
    blocks[1].push(await measured(other, evenPart));
  }
  return [together(blocks[0]), together(blocks[1])];
}

/** Even, so that each block ends with the version that it began with. */
const turnsTaken = 4;
const evenPart = 2 * Math.ceil(rounds / turnsTaken / 2);

const together = (blocks: readonly Measured[]): Measured => {
  const sum = (of: (one: Measured) => number): number => blocks.reduce((total, one) => total + of(one), 0);
  const times = blocks.flatMap((one) => one.times);
  return {
    what: blocks[0]?.what ?? '',
    times,
    medianMs: median(times),
    failed: sum(({ failed }) => failed),
    requests: sum(({ requests }) => requests),
    turns: times.length,
  };
};

const rowOf = ({ what, medianMs, failed, requests, turns }: Measured): Row => ({
  what,
  measured: ms(medianMs),
  against: `${String(failed)} of ${String(requests)} requests failed in ${String(turns)} turns`,
  ratio: '',
  goal: what.startsWith('Slipway') ? 'none fails' : '',
  met: what.startsWith('Slipway') ? failed === 0 : null,
});

async function withScript<T>(
  { images, front, name }: Bench,
  measure: (contender: Contender) => Promise<T>,
): Promise<T> {
  const [requests, admin] = [await freePort(), await freePort()];
  const slots = ['blue', 'green'];
  const prefix = `${name}-web`;
  try {
    await docker('network', 'create', name);
    const servers = slots.map((slot) => `server ${slot} 127.0.0.1:1 check inter 100ms rise 1 fall 2 disabled`);
    await startFront(`${name}-front`, front, name, frontConfiguration(servers), { requests, admin });
    await sleep(500);
    await replaceByHand(admin, name, prefix, images[1] ?? '', null, 'green');
    const bring = (version: number): Promise<void> =>
      replaceByHand(admin, name, prefix, images[version] ?? '', slots[1 - version] ?? '', slots[version] ?? '');
    return await measure({ what: 'a careful script with HAProxy, by start', port: requests, bring });
  } finally {
    for (const one of ['front', 'web-blue', 'web-green']) await quietly(docker('rm', '-f', '-v', `${name}-${one}`));
    await quietly(docker('network', 'rm', name));
  }
}

const swarmDefaults = { what: 'docker service rollback, defaults', turns: 4, options: [] as string[] };
const swarmTuned = {
  what: 'docker service rollback, tuned',
  turns: rounds,
  options: ['update', 'rollback'].flatMap((move) => [
    ...[`--${move}-monitor`, '500ms', `--${move}-delay`, '0s'],
    ...[`--${move}-order`, 'start-first', `--${move}-parallelism`, '0'],
  ]),
};

/** Two replicas behind HAProxy, which finds them by Swarm's own names: this needs no support of the kernel for its ingress. */
async function withSwarm({ images, front, name }: Bench, measure: Measure): Promise<Measured[]> {
  const found: Measured[] = [];
  await docker('swarm', 'init', '--advertise-addr', '127.0.0.1');
  try {
    await docker('network', 'create', '-d', 'overlay', '--attachable', name);
    for (const { what, turns, options } of [swarmDefaults, swarmTuned]) {
      const [requests, admin] = [await freePort(), await freePort()];
      const service = `${name}-web`;
      const health = ['--health-cmd', healthCommand.join(' '), '--health-interval', '500ms'];
      await docker(
        ...['service', 'create', '--quiet', '--init', '--name', service, '--replicas', '2', '--network', name],
        ...['--endpoint-mode', 'dnsrr', '--no-resolve-image', ...health, ...options, images[0] ?? ''],
      );
      await docker('service', 'update', '--quiet', '--no-resolve-image', '--image', images[1] ?? '', service);
      const servers = [
        `server-template web 4 tasks.${service}:8080 check inter 100ms rise 1 fall 2 resolvers engine init-addr none resolve-prefer ipv4`,
      ];
      await startFront(`${name}-front`, front, name, frontConfiguration(servers), { requests, admin });
      await sleep(3000);
      const bring = async (): Promise<void> => {
        await docker('service', 'rollback', '--quiet', service);
      };
      found.push(await measure({ what, port: requests, bring }, turns));
      await docker('rm', '-f', '-v', `${name}-front`);
      await docker('service', 'rm', service);
    }
    return found;
  } finally {
    await quietly(docker('rm', '-f', '-v', `${name}-front`));
    await quietly(docker('swarm', 'leave', '--force'));
    await quietly(docker('network', 'rm', name));
  }
}

async function withCompose({ images, folder, name }: Bench, measure: Measure): Promise<Measured[]> {
  const compose = await run('docker-compose', 'version').then(
    () => 'docker-compose',
    () => null,
  );
  if (compose === null) return [];
  const port = await freePort();
  const place = join(folder, 'compose');
  mkdirSync(place);
  const bring = async (version: number): Promise<void> => {
    const service = { image: images[version], init: true, ports: [`127.0.0.1:${String(port)}:8080`] };
    writeFileSync(join(place, 'docker-compose.yml'), JSON.stringify({ version: '3.7', services: { web: service } }));
    await run(compose, '-f', join(place, 'docker-compose.yml'), '-p', name, 'up', '-d');
  };
  try {
    await bring(1);
    return [await measure({ what: 'docker-compose up with the other image', port, bring })];
  } finally {
    await quietly(run(compose, '-f', join(place, 'docker-compose.yml'), '-p', name, 'down'));
  }
}
