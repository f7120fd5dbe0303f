/** Commits that carry the change of another one. All commits are full object names. */
import type { Command } from '../run.ts';

/** Those of some commits that `onto` does not hold. What is not there at all is passed over. */
export const unreached = (commits: readonly string[], onto: string): Command<ReadonlySet<string>> => ({
  args: ['rev-list', '--ignore-missing', '--stdin'],
  input: [`^${onto}`, ...commits].map((line) => `${line}\n`).join(''),
  maxBytes: 128 * 1024 * 1024,
  parse(output) {
    const found = new Set(output.split('\n'));
    return new Set(commits.filter((commit) => found.has(commit)));
  },
});

/** Commits whose message says what they were picked from. */
export const carriersArguments = [
  'log',
  '-z',
  '--format=tformat:%H %B',
  '--no-show-signature',
  '--fixed-strings',
  '--grep=cherry picked from commit ',
  '--stdin',
];

export const carriers = {
  /** Those that `onto` holds and none of `commits` does. */
  input: (onto: string, commits: readonly string[]): string =>
    [onto, ...commits.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join(''),
  /** The newest carrier by what it was picked from. */
  parse(output: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const record of output.split('\0')) {
      const carrier = /^[0-9a-f]+/.exec(record)?.[0];
      if (carrier === undefined) continue;
      for (const [, source] of record.matchAll(/cherry picked from commit ([0-9a-f]{40,64})/g))
        if (source !== undefined && !found.has(source)) found.set(source, carrier);
    }
    return found;
  },
};

/** The paths that differ between a commit and a parent of it, NUL-terminated. */
export const changedPaths = (parent: string, commit: string): string[] => [
  'diff-tree',
  '-r',
  '-z',
  '--name-only',
  '--no-renames',
  parent,
  commit,
  '--',
];
