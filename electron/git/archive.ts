/**
 * Tar streams of a commit. `git archive` in the mirror reads attributes from the archived tree only: `export-ignore`
 * and `export-subst` apply, as do line endings; filters (LFS and others) are configured nowhere, so a large-file
 * pointer stays a pointer. Links stay links. A submodule is an empty folder: `Repository.list` shows it as `commit`.
 */
import { PassThrough, type Readable } from 'node:stream';
import { posix } from 'node:path';
import { fail } from '../../shared/problem.ts';
import type { Mirror } from './objects.ts';

/** A stream of what `prepare` allows; its problems come as the stream's error. */
export function archiveStream(
  runner: Mirror,
  sha: string,
  path: string,
  prepare: () => Promise<void>,
  signal?: AbortSignal,
): Readable {
  const out = new PassThrough();
  const start = async (): Promise<void> => {
    await prepare();
    const args = await archiveArguments(runner, sha, path);
    if (out.destroyed) return;
    const tar = runner.stream(args, signal ? { signal } : {});
    tar.on('error', (error) => out.destroy(error));
    out.once('close', () => tar.destroy());
    tar.pipe(out);
  };
  start().catch((thrown: unknown) => out.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))));
  return out;
}

/** A folder's entries are relative to it; a file is one entry under its own name. */
async function archiveArguments(runner: Mirror, sha: string, path: string): Promise<string[]> {
  const archive = ['archive', '--format=tar'];
  if (path === '') return [...archive, sha];
  const [found] = await runner.objects.lookUp([`${sha}:${path}`]);
  if (found?.type === 'tree') return [...archive, `${sha}:${path}`];
  if (found?.type === 'blob') {
    const folder = posix.dirname(path);
    return [...archive, folder === '.' ? sha : `${sha}:${folder}`, '--', posix.basename(path)];
  }
  throw fail('usage.no-such-path', `Commit ${sha.slice(0, 7)} has no file or folder ${path}.`, {
    details: { commit: sha, path },
  });
}
