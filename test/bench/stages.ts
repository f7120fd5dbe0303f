/** What a stage costs beside its bare container, and what Slipway adds on the way from a commit to QA. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Project } from '../../shared/domain/project.ts';
import type { Run } from '../../shared/domain/run.ts';
import { label } from '../../electron/targets/labels.ts';
import { baseImage, baseImageName, startEngine, type TestEngine } from '../fixtures/engine/index.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { interleaved, median } from './measure.ts';
import { runningEngine, webRepository, type RunningEngine } from './running-engine.ts';
import { ratioRow, timeRow, type Row } from './table.ts';

const rounds = Number(process.env['SLIPWAY_BENCH_ROUNDS'] ?? 10);
const run = promisify(execFile);
let keys = 0;

export async function stageRows(): Promise<Row[]> {
  const engine = await startEngine();
  await baseImage(engine);
  const folder = temporaryFolder('slipway-bench-stages-');
  const repository = webRepository(folder.path, '  qa: { kind: qa, follows: main }\n');
  const declared = repository.git(['show', 'HEAD:slipway.yaml']);
  const pipeline = `pipeline:\n  noop: { run: "true", in: "${baseImageName}" }\n`;
  repository.commit({ message: 'Pipeline\n', files: { 'slipway.yaml': `${declared}\n${pipeline}` } });
  const slipway = await runningEngine(join(folder.path, 'data'));
  let project = '';
  try {
    ({
      project: { id: project },
    } = await slipway.call<{ project: Project }>('project.open', { path: repository.path }));
    const stage = await stageRow(slipway, project);
    const ways: Way[] = [];
    for (let round = 0; round < rounds; round += 1) {
      repository.commit({ message: `${String(round)}\n`, files: { 'index.html': `${String(round)}\n` } });
      ways.push(await wayToQa(slipway, project));
    }
    return [
      stage,
      timeRow(
        'from a commit on main to QA: all but what containers and builds take, median',
        median(ways.map(({ own }) => own)),
        1000,
      ),
      timeRow('from a commit on main to QA: all of it, median', median(ways.map(({ whole }) => whole)), null),
    ];
  } finally {
    await slipway.close();
    await clean(engine, project);
    folder.remove();
  }
}

async function stageRow(slipway: RunningEngine, project: string): Promise<Row> {
  const ofSlipway = async (): Promise<number> => {
    const ended = await finished(slipway, project, { stages: ['noop'] });
    const { startedAt, endedAt } = ended.stages.find(({ name }) => name === 'noop')!;
    return (endedAt ?? NaN) - (startedAt ?? NaN);
  };
  const bare = async (): Promise<number> => {
    const started = performance.now();
    await run('docker', [
      'run',
      '--rm',
      '--tty',
      '--init',
      '--memory',
      '4g',
      '--cpus',
      '2',
      baseImageName,
      'sh',
      '-ec',
      'true',
    ]);
    return performance.now() - started;
  };
  await ofSlipway();
  await bare();
  const { left, right } = await interleaved(rounds * 2, ofSlipway, bare);
  return ratioRow('a stage that does nothing, median', median(left), median(right), 'docker run --rm', 1.2);
}

async function finished(slipway: RunningEngine, project: string, input: object): Promise<Run> {
  let { run: now } = await slipway.call<{ run: Run }>('run.start', {
    project,
    ...input,
    key: `stages-${String(process.pid)}-${String((keys += 1))}`,
  });
  while (now.status === 'running') {
    await sleep(2);
    ({ run: now } = await slipway.call<{ run: Run }>('run.get', { project, run: now.id }));
  }
  if (now.status !== 'passed') throw new Error(`A run ${now.status}: ${now.problem?.message ?? ''}`);
  return now;
}

interface Way {
  readonly own: number;
  readonly whole: number;
}

/** Steps whose time is that of containers, of a build, or of waiting for health. */
const ofContainers = /^(?:stages\.run|image\.|containers\.|dependencies\.|deployment\.verify)/;

async function wayToQa(slipway: RunningEngine, project: string): Promise<Way> {
  const startedAt = Date.now();
  const ended = await finished(slipway, project, {});
  const deploy = ended.stages.find(({ name }) => name === 'deploy');
  const whole = (deploy?.endedAt ?? NaN) - startedAt;
  let containers = 0;
  for (const operation of [ended.id, deploy?.operation ?? '']) {
    const { operation: told } = await slipway.call<{ operation: Operation }>('operation.get', { operation });
    for (const step of told.steps)
      if (ofContainers.test(step.id)) containers += (step.endedAt ?? 0) - (step.startedAt ?? 0);
  }
  return { own: whole - containers, whole };
}

async function clean({ docker }: TestEngine, project: string): Promise<void> {
  const filters = { label: [`${label.project}=${project}`] };
  const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await quietly(docker.getContainer(Id).remove({ force: true, v: true }));
  for (const { Id } of await docker.listNetworks({ filters })) await quietly(docker.getNetwork(Id).remove());
  for (const { Id } of await docker.listImages({ filters })) await quietly(docker.getImage(Id).remove({ force: true }));
}
