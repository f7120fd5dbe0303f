/** What the lines that a commit touches depend on. All commits are full object names. */
import type { Command } from '../run.ts';

/** Lines of a file before a change, counted from 1. */
export interface LineRange {
  readonly first: number;
  readonly count: number;
}

/** The lines that a commit changes in a file, with three around them. */
export const changedLines = (parent: string, commit: string, path: string): Command<LineRange[]> => ({
  args: [
    'diff-tree',
    '-p',
    '-U3',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    parent,
    commit,
    '--',
    path,
  ],
  maxBytes: 64 * 1024 * 1024,
  parse: (output) =>
    [...output.matchAll(/^@@ -(\d+)(?:,(\d+))? \+/gm)].flatMap(([, first, count]) => {
      const lines = count === undefined ? 1 : Number(count);
      return lines === 0 ? [] : [{ first: Number(first), count: lines }];
    }),
});

/** Commits since `not` that wrote lines of a file as it is in `commit`. */
export const writersOf = (
  commit: string,
  not: string,
  path: string,
  ranges: readonly LineRange[],
): Command<string[]> => ({
  args: [
    'blame',
    '--porcelain',
    ...ranges.flatMap(({ first, count }) => ['-L', `${String(first)},+${String(count)}`]),
    commit,
    `^${not}`,
    '--',
    path,
  ],
  maxBytes: 64 * 1024 * 1024,
  timeoutMs: 20_000,
  parse(output) {
    // Lines of the file itself begin with a tab. A commit that ends the range is marked as its boundary.
    const found = new Set<string>();
    let current = '';
    for (const line of output.split('\n')) {
      const header = /^([0-9a-f]{40,64}) \d+ \d+/.exec(line)?.[1];
      if (header !== undefined) {
        current = header;
        found.add(current);
      } else if (line === 'boundary') found.delete(current);
      else if (line.startsWith('\t')) continue;
    }
    return [...found];
  },
});

/** The newest commits since `not` that touch one of some paths, without merges. */
export const touching = (commit: string, not: string, paths: readonly string[], most: number): Command<string[]> => ({
  args: ['rev-list', '--no-merges', `--max-count=${String(most)}`, commit, `^${not}`, '--', ...paths],
  timeoutMs: 20_000,
  parse: (output) => output.split('\n').filter((line) => line !== ''),
});

/** Every commit since `not` without merges, parents before children. */
export const between = (not: string, commit: string): Command<string[]> => ({
  args: ['rev-list', '--topo-order', '--reverse', '--no-merges', commit, `^${not}`, '--'],
  maxBytes: 256 * 1024 * 1024,
  parse: (output) => output.split('\n').filter((line) => line !== ''),
});
