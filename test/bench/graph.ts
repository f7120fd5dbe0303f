/** The commit graph in Chromium: how soon it shows, how it scrolls, and what it holds, on long histories. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { EngineProcess } from '../e2e/fixtures/engine-process.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { makeLargeRepository } from './large-repository.ts';
import { percentile, timed } from './measure.ts';
import { ms, timeRow, type Row } from './table.ts';

const require = createRequire(import.meta.url);
const { ensureBundle } = require('../../build/bootstrap/bundle.cjs') as { ensureBundle(name: string): void };

const lengths = [100_000, 1_000_000];
const scrollMs = 6000;
/** A wheel turned without pause: some 300 rows a second. */
const wheel = { pixels: 130, everyMs: 16 };

export async function graphRows(): Promise<Row[]> {
  if (!process.env['SLIPWAY_RENDERER']) ensureBundle('renderer');
  if (!process.env['SLIPWAY_ENGINE']) ensureBundle('electron');
  const rows: Row[] = [];
  const largest = Number(process.env['SLIPWAY_BENCH_COMMITS'] ?? Infinity);
  for (const length of lengths.filter((each) => each <= largest)) rows.push(...(await rowsOf(length)));
  return rows;
}

async function rowsOf(length: number): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-graph-');
  const known = process.env[`SLIPWAY_BENCH_REPOSITORY_${String(length)}`];
  const path = known ?? join(folder.path, 'repository');
  if (known === undefined) await makeLargeRepository(path, length);
  const engine = await EngineProcess.start({ data: join(folder.path, 'data') });
  const executable = process.env['SLIPWAY_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    ...(existsSync(executable) ? { executablePath: executable } : {}),
    args: ['--enable-precise-memory-info', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  try {
    const { project } = await engine.ask((client) => client.call('project.open', { path }));
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(engine.address);
    const name = `graph of ${length.toLocaleString('en')}`;
    const cold = await shown(page, project.id);
    const scrolling = await scrolled(page);
    const jumps = [await jumped(page, 0.8), await jumped(page, 0.3), await jumped(page, 0.99)];
    const again = await scrolled(page);
    const warm = await shown(page, project.id);
    const { memoryBytes } = await engine.ask((client) => client.call('engine.info', {}));
    const heap = await page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    const drawn = await page.getByRole('grid').getByRole('row').count();
    return [
      timeRow(`${name}: first rows, new mirror`, cold, 1000),
      timeRow(`${name}: first rows, again`, warm, 1000),
      frameRow(`${name}: scrolling from the top`, scrolling),
      frameRow(`${name}: scrolling near the end`, again),
      timeRow(`${name}: rows after a jump, slowest of three`, Math.max(...jumps), null),
      memoryRow(`${name}: memory of the engine`, memoryBytes, `${String(drawn)} rows drawn`),
      memoryRow(`${name}: heap of the page`, heap, ''),
    ];
  } finally {
    await browser.close();
    await engine.stop();
    folder.remove();
  }
}

const filledRows = '[role="row"][data-sha]';

/** Milliseconds from asking for the screen until its rows are there. */
async function shown(page: Page, project: string): Promise<number> {
  const go = (hash: string): Promise<void> =>
    page.evaluate((value) => {
      location.hash = value;
    }, hash);
  await go(`#/p/${project}/settings`);
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.locator(filledRows).first().waitFor({ state: 'detached' });
  const { ms: time } = await timed(async () => {
    await go(`#/p/${project}/commits`);
    await page.locator(filledRows).nth(20).waitFor();
  });
  // Until the whole order is known.
  await page.waitForFunction(
    () => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')) > 10_000,
    null,
    {
      timeout: 120_000,
    },
  );
  return time;
}

interface Scrolling {
  readonly frames: readonly number[];
  readonly longTasks: number;
  /** Frames in which a row in sight had no commit yet. */
  readonly empty: number;
}

/** With the time in which the page's own thread worked, in milliseconds of processor time for a frame. */
interface Measured extends Scrolling {
  readonly work: number;
}

async function scrolled(page: Page): Promise<Measured> {
  const box = await page.getByRole('grid').boundingBox();
  if (!box) throw new Error('There is no graph.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await sleep(500);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const before = await worked();
  const measuring = page.evaluate(
    (lasting) =>
      new Promise<Scrolling>((resolve) => {
        const frames: number[] = [];
        let longTasks = 0;
        let empty = 0;
        const observer = new PerformanceObserver((list) => {
          longTasks += list.getEntries().length;
        });
        observer.observe({ type: 'longtask' });
        const grid = document.querySelector('[role="grid"]');
        const start = performance.now();
        let last = start;
        const frame = (now: number): void => {
          if (last !== start) frames.push(now - last);
          last = now;
          if (grid?.querySelector('[data-index]:not([data-sha])')) empty += 1;
          if (now - start < lasting) requestAnimationFrame(frame);
          else {
            observer.disconnect();
            resolve({ frames, longTasks, empty });
          }
        };
        requestAnimationFrame(frame);
      }),
    scrollMs,
  );
  const end = performance.now() + scrollMs;
  const direction = (await page.evaluate(() => document.querySelector('[role="grid"]')?.scrollTop ?? 0)) > 1e6 ? -1 : 1;
  while (performance.now() < end) {
    void page.mouse.wheel(0, wheel.pixels * direction);
    await sleep(wheel.everyMs);
  }
  const result = await measuring;
  return { ...result, work: ((await worked()) - before) / result.frames.length };
}

/** Milliseconds from dragging the scrollbar to a part of the history until its rows are there. */
async function jumped(page: Page, part: number): Promise<number> {
  const { ms: time } = await timed(async () => {
    await page.evaluate((to) => {
      const grid = document.querySelector('[role="grid"]');
      if (grid) grid.scrollTop = grid.scrollHeight * to;
    }, part);
    await page.waitForFunction(
      (to) => {
        const grid = document.querySelector('[role="grid"]');
        const row = grid?.querySelectorAll('[data-index][data-sha]')[5];
        const count = Number(grid?.getAttribute('aria-rowcount'));
        return row && Math.abs(Number(row.getAttribute('data-index')) / count - to) < 0.01;
      },
      part,
      { timeout: 30_000, polling: 'raf' },
    );
  });
  return time;
}

function frameRow(what: string, { frames, longTasks, empty, work }: Measured): Row {
  const seconds = frames.reduce((sum, frame) => sum + frame, 0) / 1000;
  const perSecond = frames.length / seconds;
  return {
    what,
    measured: `${perSecond.toFixed(1)} frames/s`,
    against: `${ms(work)} of work each, p95 ${ms(percentile(frames, 0.95))}, longest ${ms(Math.max(...frames))}, ${String(longTasks)} long tasks, ${String(empty)} frames with a row to come`,
    ratio: '',
    goal: '≥ 58 frames/s',
    met: perSecond >= 58,
  };
}

const memoryRow = (what: string, bytes: number, against: string): Row => ({
  what,
  measured: `${(bytes / 1e6).toFixed(0)} MB`,
  against,
  ratio: '',
  goal: '',
  met: null,
});
