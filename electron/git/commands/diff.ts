/** What a commit changes, as git prints it, and how that is read. Commits are full object names. */

/** Two commits, or one that has no parent. */
export interface Compared {
  readonly commit: string;
  readonly parent: string | null;
}

/** What may be taken for a rename: nothing, only files that are equal, or also what is much alike (which reads them). */
export type Renames = 'none' | 'equal' | 'alike';

const renameArguments: Readonly<Record<Renames, readonly string[]>> = {
  none: ['--no-renames'],
  equal: ['-M100%'],
  alike: ['-M', '-l1000'],
};

/** Nothing that a repository names may run, and nothing that it says about files changes what is shown. */
const plain = ['-r', '--no-commit-id', '--no-color', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none'];

function between({ commit, parent }: Compared, paths: readonly string[]): string[] {
  return [...(parent === null ? ['--root', commit] : [parent, commit]), '--', ...paths];
}

/** Larger files count as binary, and are not read. */
const threshold = (fileBytesMax: number): string[] => ['-c', `core.bigFileThreshold=${fileBytesMax}`];

/** Arguments that list the changed files, with how many lines each gained and lost where `counts` is set. */
export const changesArguments = (
  compared: Compared,
  options: { renames: Renames; counts: boolean; fileBytesMax: number; paths: readonly string[] },
): string[] => [
  ...threshold(options.fileBytesMax),
  'diff-tree',
  '-z',
  '--raw',
  ...(options.counts ? ['--numstat'] : []),
  '--no-abbrev',
  ...plain,
  ...renameArguments[options.renames],
  ...between(compared, options.paths),
];

/** Arguments that print the unified diff of every changed file, in the order of `changesArguments`. */
export const patchArguments = (
  compared: Compared,
  options: { renames: Renames; fileBytesMax: number; paths: readonly string[] },
): string[] => [
  ...threshold(options.fileBytesMax),
  'diff-tree',
  '--patch',
  '--unified=3',
  '--diff-algorithm=histogram',
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  ...plain,
  ...renameArguments[options.renames],
  ...between(compared, options.paths),
];

/** One changed file. Modes are octal and objects full names; both are zeros on a side that has no file. */
export interface RawChange {
  readonly letter: string;
  readonly path: string;
  readonly from: string | null;
  readonly modes: readonly [string, string];
  readonly objects: readonly [string, string];
}

/** Reads the fields of a raw list one after the other; null where it ends: lines of counts may follow. */
export function rawChangeOf(next: () => string | undefined): RawChange | null {
  const head = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(next() ?? '');
  if (!head) return null;
  const [, oldMode = '', newMode = '', oldObject = '', newObject = '', letter = ''] = head;
  const first = next() ?? '';
  const moved = letter === 'R' || letter === 'C';
  return {
    letter,
    path: moved ? (next() ?? '') : first,
    from: moved ? first : null,
    modes: [oldMode, newMode],
    objects: [oldObject, newObject],
  };
}

export interface LineCounts {
  /** Null for what has no lines: binary files, and those that are too large to be read. */
  readonly added: number | null;
  readonly deleted: number | null;
}

/** Reads the counts of one file from fields; null where they end. A renamed file has two fields more: its paths. */
export function lineCountsOf(next: () => string | undefined): LineCounts | null {
  const match = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(next() ?? '');
  if (!match) return null;
  if (match[3] === '') {
    next();
    next();
  }
  return { added: match[1] === '-' ? null : Number(match[1]), deleted: match[2] === '-' ? null : Number(match[2]) };
}
