/** Files of a working tree as git would store them, without its filters. Paths are bytes as latin1. */
import { constants } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import { fail } from '../../shared/problem.ts';
import type { ChangedPath } from './commands/status.ts';
import type { IndexChange } from './commands/write.ts';
import type { WriteLoose } from './loose.ts';

export interface Caps {
  readonly files: number;
  readonly bytes: number;
}

/** Throws `refused.working-tree-too-large` where more changed than is taken over. */
export async function requireRoom(root: string, changed: readonly ChangedPath[], caps: Caps): Promise<void> {
  if (changed.length > caps.files)
    throw tooLarge(`${String(changed.length)} files differ from what is checked out`, changed[0]?.path);
  let bytes = 0;
  let largest = { path: '', size: -1 };
  for (const { path } of changed) {
    const info = await lstat(pathIn(root, path)).catch(() => null);
    if (!info?.isFile()) continue;
    bytes += info.size;
    if (info.size > largest.size) largest = { path, size: info.size };
    if (bytes > caps.bytes) throw tooLarge('more than 100 MB differ from what is checked out', largest.path);
  }
}

const tooLarge = (what: string, path = '') =>
  fail('refused.working-tree-too-large', `${what}, such as ${Buffer.from(path, 'latin1').toString('utf8')}.`, {
    hint: 'Let .gitignore name what does not belong to the source.',
  });

/** What the index gets for a path: the file as it is, a link as a link, null for what is gone or is no file. */
export async function entryOf(
  root: string,
  { path, mode }: ChangedPath,
  write: WriteLoose,
  caps: Caps,
): Promise<IndexChange['entry']> {
  const file = pathIn(root, path);
  try {
    const info = await lstat(file);
    if (info.isSymbolicLink())
      return { mode: '120000', object: write('blob', await readlink(file, { encoding: 'buffer' })) };
    if (!info.isFile()) return null;
    // It may be another file than a moment ago: a link put there would lead anywhere on this machine.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const opened = await handle.stat();
      if (!opened.isFile()) return null;
      if (opened.size > caps.bytes) throw tooLarge('a file grew beyond 100 MB', path);
      const executable = process.platform === 'win32' ? mode === '100755' : (opened.mode & 0o100) !== 0;
      return { mode: executable ? '100755' : '100644', object: write('blob', await handle.readFile()) };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(cause.code)))
      return null;
    throw cause;
  }
}

const pathIn = (root: string, path: string): Buffer =>
  Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
