import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEndpoint } from '../../../electron/hosts/endpoint.ts';

const cli = fileURLToPath(new URL('../../../electron/cli.ts', import.meta.url));
let folder: string;
let data: string;
let shop: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-cli-'));
  data = join(folder, 'data');
  shop = join(folder, 'shop');
  mkdirSync(shop);
  writeFileSync(join(shop, 'Dockerfile'), 'FROM scratch\n');
  writeFileSync(join(shop, 'compose.yaml'), 'services:\n  web:\n    build: .\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@shop.example', ...args], { cwd: shop });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'Open the shop');
});
afterEach(async () => {
  // The engine ends by itself when its data directory is gone.
  const pid = readEndpoint(data)?.pid;
  rmSync(folder, { recursive: true, force: true });
  while (pid !== undefined && isAlive(pid)) await sleep(50);
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const start = (...args: string[]) =>
  spawn(process.execPath, [cli, '--data', data, ...args], { cwd: shop, stdio: ['ignore', 'pipe', 'pipe'] });

async function slipway(...args: string[]) {
  const child = start(...args);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number];
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) as unknown };
}

describe('the command line with an engine', () => {
  it('starts it at the first verb, uses it for the next, and outlives its death', async () => {
    const written = await slipway('init', '--preset', 'three', '--json');
    expect(written.json()).toMatchObject({ environments: ['development', 'staging', 'production'] });
    expect(readFileSync(join(shop, 'slipway.yaml'), 'utf8')).toContain('slipway: 1');
    const first = readEndpoint(data)?.pid;
    const status = await slipway('status', '--json');
    expect(status.exitCode).toBe(0);
    expect(status.json()).toMatchObject({
      project: { name: 'shop' },
      environments: [
        { name: 'development', release: null },
        { name: 'staging' },
        { name: 'production', revision: null },
      ],
    });
    expect(readEndpoint(data)?.pid).toBe(first);
    process.kill(first as number, 'SIGKILL');
    expect((await slipway('audit', '--verify', '--json')).json()).toMatchObject({ valid: true });
    expect(readEndpoint(data)?.pid).not.toBe(first);
  }, 30_000);

  it('tells problems as data, with their exit codes', async () => {
    const nowhere = await slipway('status', '--project', folder, '--json');
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.json()).toMatchObject({ problem: { code: expect.stringMatching(/^usage\./) as unknown } });
    const none = await slipway('promote', 'v9', '--to', 'staging');
    expect(none).toMatchObject({ exitCode: 2, stdout: '' });
    expect(none.stderr).toContain('No release is called "v9".');
  }, 30_000);

  it('serves an address with a token until it is stopped, and the engine that it owns ends with it', async () => {
    const serving = start('serve');
    const [line] = (await once(serving.stdout.setEncoding('utf8'), 'data')) as [string];
    const address = new URL(line);
    expect(address.hash).toMatch(/^#token=[\w-]{43}$/);
    expect([200, 503]).toContain((await fetch(address)).status);
    const pid = readEndpoint(data)?.pid as number;
    serving.kill('SIGTERM');
    expect((await once(serving, 'close'))[0]).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(readEndpoint(data)).toBeNull();
  }, 30_000);

  it('takes its engine with it when serve is killed outright', async () => {
    const serving = start('serve', '--json');
    const [line] = (await once(serving.stdout.setEncoding('utf8'), 'data')) as [string];
    const { pid, started } = JSON.parse(line) as { pid: number; started: boolean };
    expect(started).toBe(true);
    serving.kill('SIGKILL');
    while (isAlive(pid)) await sleep(20);
    expect(readEndpoint(data)).toBeNull();
  }, 30_000);
});
