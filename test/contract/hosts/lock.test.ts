import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../../electron/store/lock.ts';

const lockModule = new URL('../../../electron/store/lock.ts', import.meta.url).href;
const program = `
  const { acquireLock } = await import(${JSON.stringify(lockModule)});
  console.log(acquireLock(process.argv[1]) ? 'got it' : 'held by another');
  setInterval(() => globalThis.gc?.(), 10);
`;

let data: string;
let children: ChildProcess[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'slipway-lock-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

async function contender(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

describe('the lock of a data directory', () => {
  it('is given to one process', async () => {
    expect((await contender()).said).toBe('got it');
    expect((await contender()).said).toBe('held by another');
    expect(acquireLock(data, 0)).toBeNull();
  });

  it('is free again as soon as its holder was killed', async () => {
    const { child } = await contender();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = acquireLock(data, 0);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  it('is given to one of many that ask at once', async () => {
    const contenders = await Promise.all([contender(), contender(), contender(), contender()]);
    expect(contenders.map(({ said }) => said).sort()).toEqual([
      'got it',
      'held by another',
      'held by another',
      'held by another',
    ]);
  });

  it('is given once within a process too, and again after its release', () => {
    const lock = acquireLock(data, 0);
    expect(acquireLock(data, 0)).toBeNull();
    lock?.release();
    const again = acquireLock(data, 0);
    expect(again).not.toBeNull();
    again?.release();
  });

  it('says what is wrong with a directory that cannot be used', () => {
    writeFileSync(join(data, 'file'), '');
    expect(() => acquireLock(join(data, 'file', 'below'), 0)).toThrow(/cannot be used/);
  });
});
