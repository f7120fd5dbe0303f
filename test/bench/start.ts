/** From the start of the engine's process to its first answer, its memory, and the size of the renderer. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readEndpoint } from '../../electron/hosts/endpoint.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { median } from './measure.ts';
import { timeRow, type Row } from './table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = 7;

export async function startRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const program of ['dist/electron/headless.js', 'electron/headless.ts']) {
    if (!existsSync(join(root, program))) continue;
    const started = [];
    for (let round = 0; round < rounds; round += 1) started.push(await start(join(root, program)));
    rows.push(timeRow(`engine from start to ready (${program})`, median(started.map(({ readyMs }) => readyMs)), null));
    rows.push(
      informing(
        `memory of the engine at rest (${program})`,
        `${median(started.map(({ memoryMiB }) => memoryMiB)).toFixed(0)} MiB`,
      ),
    );
  }
  return [...rows, ...sizeRows()];
}

async function start(program: string): Promise<{ readyMs: number; memoryMiB: number }> {
  const folder = temporaryFolder('slipway-bench-start-');
  const data = join(folder.path, 'data');
  const begun = performance.now();
  const child = spawn(process.execPath, [program, '--data', data], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, SLIPWAY_WATCH_PARENT: '1' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    while (!(await answers(data))) {
      if (child.exitCode !== null) throw new Error(`${program} ended with code ${String(child.exitCode)}.`);
      await sleep(2);
    }
    const readyMs = performance.now() - begun;
    await sleep(1000);
    const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))?.[1];
    return { readyMs, memoryMiB: Number(memory) / 1024 };
  } finally {
    child.kill('SIGTERM');
    await ended;
    folder.remove();
  }
}

async function answers(data: string): Promise<boolean> {
  const endpoint = existsSync(data) ? readEndpoint(data) : null;
  if (!endpoint) return false;
  return new Promise((resolve) => {
    const socket = connect(endpoint.port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function sizeRows(): Row[] {
  const folder = join(root, 'dist/renderer');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sizeOf = (pattern: RegExp): string =>
    `${(files.filter((name) => pattern.test(name)).reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0) / 1024).toFixed(0)} KiB`;
  return [
    informing('renderer, scripts and styles, gzip', sizeOf(/\.(js|css|html)$/)),
    informing('renderer, fonts', sizeOf(/\.(woff2?|ttf)$/)),
  ];
}

const informing = (what: string, measured: string): Row => ({
  what,
  measured,
  against: '',
  ratio: '',
  goal: '',
  met: null,
});
