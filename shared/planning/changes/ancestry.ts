/** The commits of the places as a graph: who descends from whom. */
import type { Located } from './facts.ts';

export interface Ancestry {
  readonly located: ReadonlyMap<string, Located>;
  /** Where a commit stands, newest first: a commit is before all its ancestors. -1 for one that all places share. */
  indexOf(sha: string): number;
  /** Whether `ancestor` is in the history of `of`, itself included. What all places share is in everybody's. */
  reaches(of: string, ancestor: string): boolean;
  /** The parents of a commit that are among the commits here; empty for any other commit. */
  parentsOf(at: number): readonly number[];
  /** For each commit by its index: which of the marked commits are in its history, as bits; at most 31 of them. */
  historyBits(marked: readonly string[]): Int32Array;
  /** Commits that `of` has and `without` has not, among those that not all places share. */
  between(of: readonly string[], without: readonly string[]): string[];
}

/** `commits`: children before parents. `shared`: commits outside of them that every place has. */
export function ancestryOf(commits: readonly Located[], shared: ReadonlySet<string>): Ancestry {
  const located = new Map(commits.map((commit) => [commit.sha, commit]));
  const index = new Map(commits.map((commit, at) => [commit.sha, at]));
  const parents = commits.map((commit) => commit.parents.flatMap((sha) => index.get(sha) ?? []));
  const visited = new Int32Array(commits.length);
  let walk = 0;

  /** Visits the history of commits, newest first, down to `last`; stops when `found` says so. */
  const visit = (starts: readonly number[], last: number, found: (at: number) => boolean): void => {
    walk += 1;
    const stack = starts.filter((at) => at <= last);
    while (stack.length > 0) {
      const at = stack.pop() as number;
      if (visited[at] === walk) continue;
      visited[at] = walk;
      if (found(at)) return;
      for (const parent of parents[at] ?? []) if (parent <= last && visited[parent] !== walk) stack.push(parent);
    }
  };

  return {
    located,
    indexOf: (sha) => index.get(sha) ?? -1,
    reaches(of, ancestor) {
      if (of === ancestor) return true;
      const end = index.get(ancestor);
      const start = index.get(of);
      if (end === undefined) return shared.has(ancestor);
      if (start === undefined || start > end) return false;
      const wide = located.get(ancestor)?.mask ?? 0n;
      const narrow = located.get(of)?.mask ?? 0n;
      // Whoever has the descendant has the ancestor too.
      if ((narrow & ~wide) !== 0n) return false;
      let found = false;
      visit([start], end, (at) => {
        found ||= at === end;
        return found;
      });
      return found;
    },
    parentsOf: (at) => parents[at] ?? [],
    historyBits(marked) {
      const bits = new Int32Array(commits.length);
      for (const [bit, sha] of marked.entries()) {
        const at = index.get(sha);
        if (at !== undefined) bits[at] = (bits[at] ?? 0) | (1 << bit);
      }
      for (let at = commits.length - 1; at >= 0; at -= 1) {
        for (const parent of parents[at] ?? []) bits[at] = (bits[at] ?? 0) | (bits[parent] ?? 0);
      }
      return bits;
    },
    between(of, without) {
      const known = (shas: readonly string[]): number[] => shas.flatMap((sha) => index.get(sha) ?? []);
      const out = new Set<number>();
      visit(known(without), commits.length, (at) => {
        out.add(at);
        return false;
      });
      const result: number[] = [];
      visit(known(of), commits.length, (at) => {
        if (!out.has(at)) result.push(at);
        return false;
      });
      return result.sort((a, b) => a - b).flatMap((at) => commits[at]?.sha ?? []);
    },
  };
}
