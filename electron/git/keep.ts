/**
 * Keeping a commit in the mirror, whatever becomes of the user's repository.
 *
 * The mirror borrows the user's objects, and the user's `gc` deletes what no ref of theirs reaches without asking. So
 * what is pinned is copied into the mirror's own store: the commit's tree with every file in it (what a build needs),
 * and the commits of its history without their trees (what counting and listing changes needs). Copying whole history
 * would cost minutes for a large repository and buy only the file lists of old commits. Each pin copies no more than
 * earlier pins left out: some ten milliseconds after the first.
 *
 * The tree is checked as it is copied; a tree that holds what no checkout may hold is refused.
 */
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, problemFrom } from '../../shared/problem.ts';
import { checkPack, commitsToKeep, packObjects, packTrees } from './commands/pack.ts';
import { gitFailed } from './failures.ts';
import type { Runner } from './run.ts';

/** Folders in the mirror for work that is not finished; what is left in them after a crash is worth nothing. */
export const unfinishedPrefix = 'unfinished-';

/** Only so many earlier trees are compared with: more of them cost time and leave nothing more out. */
const treesCompared = 16;

/** Copies what pins of some commits need into the mirror. `pinned` are the commits that are kept already, newest first. */
export async function copyCommits(
  mirror: string,
  runner: Runner,
  shas: readonly string[],
  pinned: readonly string[],
): Promise<void> {
  await unfinished(mirror, async (folder) => {
    await packCheckedTrees(folder, runner, shas, pinned.slice(0, treesCompared));
    const commits = await runner.run(commitsToKeep(shas, pinned));
    if (commits !== '') await runner.run(packObjects(join(folder, 'pack'), commits));
    await bringIn(folder, join(mirror, 'objects', 'pack'));
  });
}

/** Refuses a commit whose tree is not safe to unpack, without keeping anything. */
export async function checkTree(mirror: string, runner: Runner, sha: string): Promise<void> {
  await unfinished(mirror, (folder) => packCheckedTrees(folder, runner, [sha], []));
}

async function packCheckedTrees(
  folder: string,
  runner: Runner,
  shas: readonly string[],
  pinned: readonly string[],
): Promise<void> {
  const base = join(folder, 'pack');
  const hash = await runner.run(packTrees(base, shas, pinned));
  if (hash === null) return;
  try {
    await runner.run(checkPack(`${base}-${hash}.pack`, join(folder, 'checked')));
  } catch (thrown) {
    const problem = problemFrom(thrown);
    const found = /object [0-9a-f]+: (\w+): ([^\n]*)/.exec(problem.message);
    if (problem.code !== gitFailed || !found) throw thrown;
    throw fail(
      'refused.unsafe-tree',
      `Commit ${shas.map((sha) => sha.slice(0, 7)).join(', ')} holds files that are not safe to unpack: ${found[2] ?? ''} (${found[1] ?? ''}).`,
      {
        hint: 'Such a tree is made to write outside its folder or into a `.git` directory. Do not build it; look at who pushed it.',
        details: { commit: shas[0] ?? '', check: found[1] ?? '' },
        cause: thrown,
      },
    );
  }
}

/** A pack counts for git once its index is there: the pack comes first, so that a crash between leaves nothing wrong. */
export async function bringIn(folder: string, store: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.startsWith('pack-'));
  const order = (name: string): number => (name.endsWith('.idx') ? 1 : 0);
  for (const name of files.sort((a, b) => order(a) - order(b))) await rename(join(folder, name), join(store, name));
}

/** Runs `work` with a folder in the mirror that is gone afterwards. */
export async function unfinished(mirror: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(mirror, unfinishedPrefix));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
