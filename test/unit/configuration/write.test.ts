import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAtomically } from '../../../electron/configuration/write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-write-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('writing a file', () => {
  it('writes all of it and leaves nothing beside it', async () => {
    await writeAtomically(join(folder, 'slipway.yaml'), 'slipway: 1\n');
    expect(await readFile(join(folder, 'slipway.yaml'), 'utf8')).toBe('slipway: 1\n');
    expect(await readdir(folder)).toEqual(['slipway.yaml']);
  });

  it('does not replace one that is there', async () => {
    const file = join(folder, 'slipway.yaml');
    await writeFile(file, 'mine');
    await expect(writeAtomically(file, 'yours')).rejects.toMatchObject({ problem: { code: 'conflict.file-exists' } });
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['slipway.yaml']);
  });

  it('lets one of many writers win', async () => {
    const file = join(folder, 'slipway.yaml');
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => writeAtomically(file, `writer ${index}\n`.repeat(1000))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set((await readFile(file, 'utf8')).trimEnd().split('\n')).size).toBe(1);
  });

  it('replaces when it is meant, keeps the mode, and does not follow a link', async () => {
    const file = join(folder, 'slipway.yaml');
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'not yours');
    await symlink(elsewhere, file);
    await writeAtomically(file, 'new', { overwrite: true });
    expect(await readFile(elsewhere, 'utf8')).toBe('not yours');
    await chmod(file, 0o640);
    await writeAtomically(file, 'newer', { overwrite: true });
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readFile(file, 'utf8')).toBe('newer');
  });

  it('leaves nothing behind when it fails', async () => {
    await expect(writeAtomically(join(folder, 'no', 'such', 'folder'), 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});
