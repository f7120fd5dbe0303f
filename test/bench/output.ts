/** A hundred megabytes that a stage printed, in Chromium: how soon its end shows, how long a search takes, what it holds. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { removeProject } from '../e2e/fixtures/clean-up.ts';
import { EngineProcess } from '../e2e/fixtures/engine-process.ts';
import { baseImage, baseImageName, startEngine } from '../fixtures/engine/index.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { median, timed } from './measure.ts';
import { webRepository } from './running-engine.ts';
import { timeRow, type Row } from './table.ts';

const require = createRequire(import.meta.url);
const { ensureBundle } = require('../../build/bootstrap/bundle.cjs') as { ensureBundle(name: string): void };

const megabytes = Number(process.env['SLIPWAY_BENCH_MEGABYTES'] ?? 100);
const rounds = Number(process.env['SLIPWAY_BENCH_ROUNDS'] ?? 7);
const lastLine = 'the-very-last-line';
const needle = 'somewhere-in-the-middle';
/** Two stages, so that one can go from one to the other. */
const pipeline = `pipeline:
  before: { run: "echo nothing", in: "${baseImageName}" }
  long: { run: sh long.sh, in: "${baseImageName}", timeout: 10m }
`;
const script = `awk 'BEGIN {
  line = sprintf("%092d", 0)
  lines = ${String(megabytes)} * 10000
  for (i = 0; i < lines; i++) { if (i == lines / 2) print "${needle}"; else printf "%07d%s\\n", i, line }
}'
echo ${lastLine}
`;

export async function outputRows(): Promise<Row[]> {
  for (const name of ['renderer', 'electron']) ensureBundle(name);
  const docker = await startEngine();
  await baseImage(docker);
  const folder = temporaryFolder('slipway-bench-output-');
  const repository = webRepository(folder.path, '  qa: { kind: qa }\n');
  const declared = repository.git(['show', 'HEAD:slipway.yaml']);
  const files = { 'slipway.yaml': `${declared}\n${pipeline}`, 'long.sh': script };
  repository.commit({ message: 'Pipeline\n', files });
  const engine = await EngineProcess.start({ data: join(folder.path, 'data') });
  const executable = process.env['SLIPWAY_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    ...(existsSync(executable) ? { executablePath: executable } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  let project = '';
  try {
    const run = await engine.ask(async (client) => {
      ({
        project: { id: project },
      } = await client.call('project.open', { path: repository.path }));
      const { run: begun } = await client.call('run.start', {
        project,
        stages: ['before', 'long'],
        key: 'bench-output',
      });
      for (let now = begun; ; { run: now } = await client.call('run.get', { project, run: begun.id })) {
        if (now.status === 'passed') return now.id;
        if (now.status !== 'running') throw new Error(`The run ${now.status}: ${now.problem?.message ?? ''}`);
        await sleep(200);
      }
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(engine.address);
    return await measured(page, `#/p/${project}/run/${run}`);
  } finally {
    await browser.close();
    await engine.stop();
    await removeProject(docker.docker, project);
    folder.remove();
  }
}

async function measured(page: Page, address: string): Promise<Row[]> {
  const session = await page.context().newCDPSession(page);
  await go(page, '#/');
  const empty = await held(session);
  const [pages, stages, searches]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    await go(page, '#/');
    pages.push(await shown(page, { go: `${address}?stage=long` }));
    await page.locator('[data-stage="before"]').click();
    await sleep(500);
    stages.push(await shown(page, { click: '[data-stage="long"]' }));
    searches.push(await searched(page, round % 2 === 0 ? needle : lastLine));
  }
  const name = `${String(megabytes)} MB of output`;
  return [
    timeRow(`${name}: its end shows, from choosing the stage, median`, median(stages), 100),
    timeRow(`${name}: its end shows, from another screen, median`, median(pages), null),
    timeRow(`${name}: a search in all of it, slowest`, Math.max(...searches), 1000),
    memoryRow(`${name}: memory of the page above an empty one`, (await held(session)) - empty),
  ];
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((value) => {
    location.hash = value;
  }, hash);
  await sleep(1500);
}

/** Milliseconds from a step until the last line of the output is on the page. */
const shown = (page: Page, step: { readonly go: string } | { readonly click: string }): Promise<number> =>
  page.evaluate(
    ({ step, lastLine }) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const seen = new MutationObserver(() => {
          if (!document.querySelector('.xterm-rows')?.textContent.includes(lastLine)) return;
          seen.disconnect();
          // Behind the frame that paints it.
          requestAnimationFrame(() => resolve(performance.now() - began));
        });
        seen.observe(document.body, { childList: true, subtree: true, characterData: true });
        if ('go' in step) location.hash = step.go;
        else document.querySelector<HTMLElement>(step.click)?.click();
      }),
    { step, lastLine },
  );

async function searched(page: Page, text: string): Promise<number> {
  const field = page.getByRole('searchbox', { name: 'Search in all of the output' });
  await field.fill(text);
  const { ms } = await timed(async () => {
    await field.press('Enter');
    await page.getByRole('status').filter({ hasText: '1 of 1' }).waitFor();
  });
  await field.fill('');
  return ms;
}

/** Bytes that the page's scripts and its documents hold, after tidying up. */
async function held(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize = 0 } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
  };
  return usedSize + embedderHeapUsedSize;
}

function memoryRow(what: string, bytes: number): Row {
  const measured = bytes / 1e6;
  return {
    ...{ what, measured: `${measured.toFixed(1)} MB`, against: '', ratio: '', goal: '≤ 150 MB' },
    met: measured <= 150,
  };
}
