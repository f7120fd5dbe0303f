/** How soon a bad canary is caught, and how often a good one is called bad: in a simulation, and with real requests. */
import { join } from 'node:path';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Project } from '../../shared/domain/project.ts';
import type { TrafficSample } from '../../shared/domain/rollout.ts';
import { evidenceOf, falseAlarm, type Block } from '../../shared/planning/verification/sequential.ts';
import { chance, seconds } from '../fixtures/chance.ts';
import { baseImage, baseImageName, freePort, haproxyImage, startEngine } from '../fixtures/engine/index.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { load } from './load.ts';
import { median, percentile } from './measure.ts';
import { removeProject } from './rollouts.ts';
import { runningEngine, serverCommand, webRepository, type RunningEngine } from './running-engine.ts';
import type { Row } from './table.ts';

const limit = 1 / falseAlarm.errors;
const goal = { requests: 200, seconds: 10 };
const realTrials = Number(process.env['SLIPWAY_BENCH_BAD_CANARIES'] ?? 10);

export async function watchedRows(): Promise<Row[]> {
  return [...alikeRows(), ...simulatedRows(), ...(await realRows())];
}

/** Versions that are alike, looked at every second for five minutes. */
function alikeRows(): Row[] {
  const random = chance(20);
  const each = 100;
  return [0.001, 0.01, 0.1].map((rate) => {
    const given = { perSecond: 100, seconds: 300, stable: () => rate, canary: () => rate };
    const all = [5, 25, 50].flatMap((part) =>
      Array.from({ length: each }, () => evidenceOf(seconds(random, { ...given, share: part }))),
    );
    const alarms = all.filter(({ largest }) => largest >= limit).length;
    return {
      what: `false alarms where both answer ${String(rate * 100)} % errors`,
      measured: `${String(alarms)} of ${String(all.length)} rollouts`,
      against: 'at 5, 25 and 50 % of 100 requests/s for 5 min; simulated',
      ratio: '',
      goal: '≤ 1 in 100',
      met: alarms / all.length <= 0.01,
    };
  });
}

/** 5 % errors against none. */
function simulatedRows(): Row[] {
  const random = chance(21);
  return [
    [5, 400],
    [25, 100],
    [50, 100],
    [50, 40],
  ].map(([share = 0, perSecond = 0]) => {
    const trials = Array.from({ length: 200 }, () =>
      caught(seconds(random, { share, perSecond, seconds: 60, stable: () => 0, canary: () => 0.05 })),
    );
    const good = trials.filter((one) => one.requests <= goal.requests || one.seconds <= goal.seconds).length;
    const requests = trials.map((one) => one.requests);
    return {
      what: `5 % errors at ${String(share)} % of ${String(perSecond)} requests/s: caught in time`,
      measured: `${(good / 2).toFixed(1)} % of 200`,
      against: `median ${String(median(requests))}, p95 ${String(percentile(requests, 0.95))} requests; simulated`,
      ratio: '',
      goal: '200 requests or 10 s',
      met: null,
    };
  });
}

function caught(blocks: readonly Block[]): { requests: number; seconds: number } {
  const at = blocks.findIndex((_, index) => evidenceOf(blocks.slice(0, index + 1)).now >= limit);
  if (at < 0) return { requests: Infinity, seconds: Infinity };
  return { requests: blocks.slice(0, at + 1).reduce((sum, { canary }) => sum + canary.total, 0), seconds: at + 1 };
}

const erring = `#!/bin/sh
if [ $(( ($(cut -c1-4 /proc/sys/kernel/random/uuid | sed 's/^/0x/')) % 20 )) -eq 0 ]; then printf 'Status: 500 No\\r\\n\\r\\nno'; else printf 'Content-Type: text/plain\\r\\n\\r\\nwrong'; fi
`;
const rate = 100;
const share = 25;

async function realRows(): Promise<Row[]> {
  const docker = await startEngine();
  await baseImage(docker);
  const front = await haproxyImage(docker);
  const folder = temporaryFolder('slipway-bench-watched-');
  const port = await freePort();
  const repository = webRepository(folder.path, '  production: { kind: production }\n');
  repository.commit({
    message: 'slipway\n',
    files: {
      'slipway.yaml': `slipway: 1\nname: watched\nfront: { image: "${front}" }\nenvironments:\n  production: { kind: production, publish: { web: "127.0.0.1:${String(port)}" }, rollout: { strategy: canary, steps: [${String(share)}], hold: 1m, warm: 0s } }\n`,
    },
  });
  const engine = await runningEngine(join(folder.path, 'data'));
  let project = '';
  try {
    ({
      project: { id: project },
    } = await engine.call<{ project: Project }>('project.open', { path: repository.path }));
    const good = (await engine.finish('release.build', { project })).release ?? '';
    repository.commit({
      message: 'bad\n',
      files: {
        'index.cgi': erring,
        Dockerfile: `FROM ${baseImageName}\nCOPY index.cgi /www/cgi-bin/index.cgi\nRUN chmod +x /www/cgi-bin/index.cgi\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
      },
    });
    const bad = (await engine.finish('release.build', { project })).release ?? '';
    await engine.finish('promotion.start', { project, release: good, to: 'production' });
    return await badRows(engine, project, bad, port);
  } finally {
    await engine.close();
    await removeProject(docker, project);
    folder.remove();
  }
}

async function badRows(engine: RunningEngine, project: string, bad: string, port: number): Promise<Row[]> {
  const clients = load(port, rate);
  const found: { requests: number; seconds: number; caught: boolean }[] = [];
  for (let trial = 0; trial < realTrials; trial += 1) found.push(await badCanary(engine, project, bad));
  const samples = await clients.stop();
  const failures = samples.filter(({ failure }) => failure !== null);
  const other = failures.filter(({ failure }) => failure !== '500').length;
  const good = found.filter((one) => one.caught && (one.requests <= goal.requests || one.seconds <= goal.seconds));
  const over = (values: number[], digits: number): string =>
    `median ${median(values).toFixed(digits)}, longest ${Math.max(...values).toFixed(digits)}`;
  return [
    {
      what: `bad canaries (5 % errors, ${String(share)} % of ${String(rate)} requests/s) undone in time`,
      measured: `${String(good.length)} of ${String(found.length)}`,
      against: `requests: ${over(
        found.map(({ requests }) => requests),
        0,
      )}; seconds: ${over(
        found.map((one) => one.seconds),
        1,
      )}`,
      ratio: '',
      goal: '200 requests or 10 s',
      met: good.length === found.length,
    },
    {
      what: 'requests that failed meanwhile, but for what the canary itself answered',
      measured: `${String(other)} of ${String(samples.length)}`,
      against: `${String(failures.length - other)} answers were the canary’s 500`,
      ratio: '',
      goal: '0',
      met: other === 0,
    },
  ];
}

async function badCanary(engine: RunningEngine, project: string, release: string) {
  const operation = await finished(engine, project, release);
  const ended = (id: string): number => operation.steps.find((step) => step.id === id)?.endedAt ?? 0;
  const { samples } = await engine.call<{ samples: TrafficSample[] }>('traffic.samples', {
    project,
    environment: 'production',
    revision: operation.revision,
    from: operation.startedAt,
  });
  const undone = operation.steps.find(({ id }) => id === `traffic.shift.${String(share)}`)?.endedAt ?? 0;
  const watched = operation.steps.find(({ id }) => id === `rollout.watch.${String(share)}`);
  return {
    caught: operation.problem?.code === 'failed.verification',
    requests: samples.reduce((sum, { requests }) => sum + requests, 0),
    // Until the traffic was back, not only until it was known.
    seconds: (Math.max(undone, ended(`rollout.watch.${String(share)}`)) - (watched?.startedAt ?? 0)) / 1000,
  };
}

let keys = 0;
async function finished(engine: RunningEngine, project: string, release: string): Promise<Operation> {
  const key = `watched-${String(process.pid)}-${String((keys += 1))}`;
  const input = { project, release, to: 'production', key };
  const { operation } = await engine.call<{ operation: Operation }>('promotion.start', input);
  for (;;) {
    const { operation: now } = await engine.call<{ operation: Operation }>('operation.get', {
      operation: operation.id,
    });
    if (now.status !== 'running' && now.status !== 'waiting') return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
