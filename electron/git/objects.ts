/**
 * What names stand for in the mirror, and the texts of its files: asked a dozen times in each run, and a git for each
 * question would take longer than all else. So two gits stay while they are asked: one that follows links, one that does not.
 */
import type { Commit } from '../../shared/domain/commit.ts';
import { textMaxBytes, readBlob } from './blob.ts';
import { lookUp, type Found } from './commands/objects.ts';
import { readerOn } from './reader.ts';
import type { Runner } from './run.ts';
import { commitIn } from './stored-commit.ts';

export interface Objects {
  /** What each name stands for, in the order given; null for what is not there. Names hold no line break. */
  lookUp(names: readonly string[]): Promise<(Found | null)[]>;
  /**
   * Text of the file at a path of a commit, by full name; null when there is none. A link is followed inside the tree.
   * Rejects with `usage.file-too-large` above `maxBytes`, before the content is read.
   */
  readText(sha: string, path: string, maxBytes?: number): Promise<string | null>;
  /** A commit, by full name; null for one that only `git log` can tell, or that is not there. */
  commit(sha: string): Promise<Commit | null>;
  /** From now on nothing is believed that was learned before: where history ends, or who lends objects, has changed. */
  forget(): void;
}

/** The mirror's git, and its objects. */
export interface Mirror extends Runner {
  readonly objects: Objects;
}

/** More names than these come sooner by a git of their own, and let others be answered meanwhile. */
const mostNames = 100;
/** Short, for a pack that a kept git has open cannot be deleted everywhere. */
const idleMs = 5000;
/** What the user's repository lent may be deleted there: nobody hears long of what is gone. */
const oldestMs = 30_000;
const longestCommitBytes = 64 * 1024;

export function objectsOf(runner: Runner, isShallow: () => boolean): Objects {
  const plain = readerOn(runner, { idleMs, oldestMs });
  const following = readerOn(runner, { idleMs, oldestMs, followsLinks: true });
  return {
    async lookUp(names) {
      if (names.length > mostNames) return runner.run(lookUp(names));
      try {
        return await Promise.all(names.map((name) => plain.info(name)));
      } catch {
        // Git itself has more words for what is wrong than one that stays.
        return runner.run(lookUp(names));
      }
    },
    async readText(sha, path, maxBytes = textMaxBytes) {
      try {
        const name = `${sha}:${path}`;
        const found = await following.info(name);
        if (found?.type !== 'blob') return null;
        if (found.sizeBytes <= maxBytes) return (await following.read(name, maxBytes))?.toString('utf8') ?? null;
      } catch {
        // As above.
      }
      return readBlob(runner, sha, path, maxBytes);
    },
    async commit(sha) {
      try {
        // Where history was cut off, a commit has fewer parents than its object says.
        if (isShallow()) return null;
        const found = await plain.info(sha);
        if (found?.type !== 'commit' || found.sizeBytes > longestCommitBytes) return null;
        const bytes = await plain.read(sha, longestCommitBytes);
        return bytes && commitIn(sha, bytes);
      } catch {
        return null;
      }
    },
    forget() {
      plain.close();
      following.close();
    },
  };
}
