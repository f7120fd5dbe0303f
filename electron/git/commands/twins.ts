/** Commits that carry the change of another one. All commits are full object names. */
import type { Command } from '../run.ts';

const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--full-index'];

/** Those of some commits that `onto` does not hold. */
export const unreached = (commits: readonly string[], onto: string): Command<ReadonlySet<string>> => ({
  args: ['rev-list', '--stdin'],
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

/** Patches as `patch-id` reads them. */
export const patchesArguments = {
  one: (parent: string, commit: string): string[] => ['diff-tree', '-p', '-r', ...plain, parent, commit, '--'],
  paths: (parent: string, commit: string): string[] => [
    'diff-tree',
    '-r',
    '-z',
    '--name-only',
    '--no-renames',
    parent,
    commit,
    '--',
  ],
  /** The newest commits of `commit..onto` that touch one of the paths, with all that they change. */
  among: (commit: string, onto: string, paths: readonly string[], most: number): string[] => [
    'log',
    '-p',
    '--format=commit %H',
    '--no-merges',
    '--full-diff',
    `--max-count=${String(most)}`,
    ...plain,
    onto,
    `^${commit}`,
    '--',
    ...paths,
  ],
};

/** The id of each patch of the input, and the commit it belongs to. */
export const patchIds: Command<{ id: string; commit: string }[]> = {
  args: ['patch-id', '--stable'],
  parse: (output) =>
    output.split('\n').flatMap((line) => {
      const [id, commit] = line.split(' ');
      return id && commit ? [{ id, commit }] : [];
    }),
};
