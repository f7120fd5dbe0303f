/**
 * The mirror: a bare repository of Slipway's own beside each project. Its refs follow the user's repository; its
 * objects are borrowed from there (alternates), so that opening costs a few milliseconds whatever the size. Everything
 * of the user's repository that could start a program (configuration, hooks, attributes) stays behind.
 *
 * Refs are compared and moved, not fetched: with borrowed objects a fetch would transfer nothing, check nothing, and
 * start git's server side inside the user's repository. What must outlive the user's objects is copied and checked
 * when it is pinned (keep.ts).
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '../../shared/problem.ts';
import { lookUp } from './commands/objects.ts';
import {
  headCommit,
  moveRefs,
  packRefs,
  refChanges,
  refTable,
  type RefChange,
  type RefTable,
} from './commands/refs.ts';
import { initBare } from './commands/repository.ts';
import { unfinishedPrefix } from './keep.ts';
import { objectsOf, type Mirror } from './objects.ts';
import type { Source } from './probe.ts';
import { runnerAt, type Runner } from './run.ts';

/** Written last when a mirror is made: one without it was never finished. */
const marker = 'slipway-mirror';
const markerText = 'A mirror that Slipway keeps. Version 1.\n';
const shallowFile = 'shallow';
/** Above this many moved refs the mirror's are packed into one file. */
const manyRefs = 200;

/** Where the user's HEAD was at the last refresh: a branch's full name, a commit, or null when it dangles. */
export interface Refreshed {
  readonly moved: boolean;
  readonly head: string | null;
  readonly refs: number;
  /** Where history ends, and who lends objects: a git that runs already knows it only as it was when it began. */
  readonly lent: string;
  /** The mirror's branches by full name: nothing but a refresh moves them. */
  readonly branches: ReadonlyMap<string, string>;
}

/** Opens the mirror in `folder`, making it where there is none or only a part of one. */
export async function openMirror(folder: string, source: Source): Promise<Mirror> {
  if (!(await isWhole(folder, source))) await makeMirror(folder, source);
  await sweep(folder);
  await borrow(folder, source);
  const runner = runnerAt({ cwd: folder, gitDirectory: folder });
  return { ...runner, objects: objectsOf(runner, () => existsSync(join(folder, shallowFile))) };
}

async function isWhole(folder: string, source: Source): Promise<boolean> {
  if ((await readFile(join(folder, marker), 'utf8').catch(() => null)) !== markerText) return false;
  const format =
    /objectformat\s*=\s*(\w+)/i.exec(await readFile(join(folder, 'config'), 'utf8').catch(() => ''))?.[1] ?? 'sha1';
  const whole = await Promise.all(
    ['HEAD', 'config', 'objects', 'refs'].map((name) =>
      stat(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return whole.every(Boolean) && format === source.objectFormat;
}

/** A mirror is made aside and moved into place, so that a crash leaves none rather than half of one. */
async function makeMirror(folder: string, source: Source): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const made = await mkdtemp(`${folder}.${unfinishedPrefix}`);
  try {
    await runnerAt({ cwd: made, gitDirectory: made }).run(initBare(source.objectFormat));
    await mkdir(join(made, 'objects', 'info'), { recursive: true });
    await writeFile(join(made, marker), markerText);
    await setAside(folder);
    await rename(made, folder);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** What is there already may hold the only copy of something pinned: it is never deleted. */
async function setAside(folder: string): Promise<void> {
  for (let number = 1; ; number += 1) {
    try {
      await stat(`${folder}.damaged-${number}`);
    } catch {
      await rename(folder, `${folder}.damaged-${number}`).catch((cause: unknown) => {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
      });
      return;
    }
  }
}

/**
 * Removes what an engine that was killed left behind: unfinished and half-fetched packs, and locks on refs. There is one
 * engine for a data directory, so a lock that is found while opening belongs to nobody.
 */
async function sweep(folder: string): Promise<void> {
  const entries = await readdir(folder);
  const locks = (await readdir(join(folder, 'refs'), { recursive: true })).map((name) => join('refs', name));
  const packs = await readdir(join(folder, 'objects', 'pack')).catch(() => []);
  const left = [
    ...packs.filter((name) => name.startsWith('tmp_')).map((name) => join('objects', 'pack', name)),
    ...entries.filter((name) => name.startsWith(unfinishedPrefix)),
    ...[...entries, ...locks].filter((name) => name.endsWith('.lock')),
  ];
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Points at the user's objects. Written each time, for the repository may have been moved. */
async function borrow(folder: string, source: Source): Promise<void> {
  const file = join(folder, 'objects', 'info', 'alternates');
  const path = source.objectsDirectory;
  // A line that begins with a quote or a hash is no plain path for git.
  const text = `${/^["#]|\\/.test(path) ? JSON.stringify(path) : path}\n`;
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text);
}

/** Brings the mirror's branches, tags and remote branches to where the user's are. */
export async function refreshMirror(folder: string, mirror: Runner, source: Source): Promise<Refreshed> {
  await followShallow(folder, source);
  const [ours, theirs] = await Promise.all([mirror.run(refTable), source.runner.run(refTable)]);
  const head = theirs.head ?? (await source.runner.run(headCommit));
  const changes = await present(mirror, refChanges(ours.refs, theirs.refs));
  // `topic` must be gone before `topic/one` can come: two transactions, since one refuses to hold both.
  const gone = changes.filter(({ to }) => to === null);
  const moved = changes.filter(({ to }) => to !== null);
  for (const part of [gone, moved]) {
    if (part.length > 0) await mirror.run(moveRefs(part, zeroLike(theirs)));
  }
  if (changes.length > manyRefs) await mirror.run(packRefs);
  const branches = branchesAfter(ours.refs, changes);
  return { moved: changes.length > 0, head, refs: theirs.refs.size, lent: await lentTo(folder, source), branches };
}

async function lentTo(folder: string, { objectsDirectory }: Source): Promise<string> {
  const files = [join(folder, shallowFile), join(objectsDirectory, 'info', 'alternates')];
  return (await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))).join('\n');
}

function branchesAfter(before: ReadonlyMap<string, string>, changes: readonly RefChange[]): Map<string, string> {
  const branches = new Map([...before].filter(([ref]) => ref.startsWith('refs/heads/')));
  for (const { ref, to } of changes) {
    if (to === null) branches.delete(ref);
    else if (ref.startsWith('refs/heads/')) branches.set(ref, to);
  }
  return branches;
}

/** Refs to objects that are missing or are no commit on a branch are broken in the user's repository: left out. */
async function present(mirror: Runner, changes: readonly RefChange[]): Promise<readonly RefChange[]> {
  const wanted = changes.flatMap(({ to }) => (to === null ? [] : [to]));
  if (wanted.length === 0) return changes;
  const found = await mirror.run(lookUp(wanted));
  const types = new Map(wanted.map((sha, index) => [sha, found[index]?.type]));
  return changes.filter(
    ({ ref, to }) =>
      to === null || (ref.startsWith('refs/tags/') ? types.get(to) !== undefined : types.get(to) === 'commit'),
  );
}

/** A shallow clone says in a file where its history ends; without it the mirror would miss the parents. */
async function followShallow(folder: string, source: Source): Promise<void> {
  const ours = join(folder, shallowFile);
  await copyFile(join(source.opened.commonDirectory, shallowFile), ours).catch(async (cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) {
      throw fail('failed.repository-unreadable', 'The end of the shallow history cannot be read.', {
        cause,
        retry: true,
      });
    }
    await rm(ours, { force: true });
  });
}

/** The commits whose parents a shallow clone has not. */
export async function shallowEnds(folder: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(folder, shallowFile), 'utf8').catch(() => '');
  return new Set(text.split('\n').filter((line) => line !== ''));
}

const zeroLike = (table: RefTable): string => '0'.repeat([...table.refs.values()][0]?.length ?? 40);
