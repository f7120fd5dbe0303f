/** Pages of the log of long histories, at any place, and what the engine holds for them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from '../../shared/api/contract.ts';
import type { Project } from '../../shared/domain/project.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { makeLargeRepository } from './large-repository.ts';
import { median, timed } from './measure.ts';
import { runningEngine, type RunningEngine } from './running-engine.ts';
import { ms, timeRow, type Row } from './table.ts';

const lengths = [100_000, 1_000_000];
const pageRows = 200;
const rounds = 9;

export async function logRows(): Promise<Row[]> {
  const largest = Number(process.env['SLIPWAY_BENCH_COMMITS'] ?? Infinity);
  const rows: Row[] = [];
  for (const length of lengths.filter((each) => each <= largest)) rows.push(...(await rowsOf(length)));
  return rows;
}

async function rowsOf(length: number): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-log-');
  // A repository that was made before, with as many commits.
  const known = process.env[`SLIPWAY_BENCH_REPOSITORY_${String(length)}`];
  const path = known ?? join(folder.path, 'repository');
  try {
    if (known === undefined) await makeLargeRepository(path, length);
    const engine = await runningEngine(join(folder.path, 'data'));
    try {
      return await measured(engine, path, length);
    } finally {
      await engine.close();
    }
  } finally {
    folder.remove();
  }
}

async function measured(engine: RunningEngine, path: string, length: number): Promise<Row[]> {
  const name = `log of ${length.toLocaleString('en')}`;
  const before = process.memoryUsage().rss;
  const { project } = await engine.call<{ project: Project }>('project.open', { path });
  const page = (skip: number, more: object = {}): Promise<Output<'repository.log'>> =>
    engine.call('repository.log', {
      project: project.id,
      ref: 'main',
      topological: true,
      skip,
      limit: pageRows,
      ...more,
    });
  const first = await timed(() => page(0));
  const whole = await timed(() => walked(page));
  const deep: number[] = [];
  const places = Array.from({ length: rounds }, (_, round) => Math.floor(length * (0.9 - 0.001 * round)));
  for (const skip of places) deep.push((await timed(() => page(skip))).ms);
  const search = await timed(() => page(0, { search: 'part 7' }));
  const author = await timed(() => page(0, { author: 'grace' }));
  const held = process.memoryUsage().rss - before;
  const skipped = (
    await timed(() => execFileSync('git', gitLog(Math.floor(length * 0.9)), { cwd: path, maxBuffer: 1e9 }))
  ).ms;
  return [
    timeRow(`${name}: first ${String(pageRows)} rows, new mirror`, first.ms, 1000),
    timeRow(`${name}: until the whole order is known`, whole.ms, null),
    {
      ...timeRow(`${name}: a page at 90 %, median of ${String(rounds)}`, median(deep), 100),
      against: `git log --skip: ${ms(skipped)}`,
    },
    timeRow(`${name}: first page of a search`, search.ms, null),
    timeRow(`${name}: first page of an author`, author.ms, null),
    {
      what: `${name}: memory that it added to the engine`,
      measured: `${(held / 1e6).toFixed(0)} MB`,
      against: '',
      ratio: '',
      goal: '≤ 128 MB',
      met: held <= 128e6,
    },
  ];
}

/** Asks until the total is known. */
async function walked(page: (skip: number) => Promise<Output<'repository.log'>>): Promise<void> {
  for (;;) {
    const { total, more } = await page(0);
    if (total !== null || !more) return;
    await sleep(100);
  }
}

const gitLog = (skip: number): string[] => [
  'log',
  '--topo-order',
  `--skip=${String(skip)}`,
  `--max-count=${String(pageRows)}`,
  '--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%s',
  'main',
];
