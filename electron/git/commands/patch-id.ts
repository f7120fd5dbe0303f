/** Patches by name: equal for equal changes. Commits are full object names, one a line on standard input. */

const plain = ['--no-ext-diff', '--no-textconv', '--no-renames', '--ignore-submodules=none'];

/** What each commit touches: its name, then a raw record and a path for each file, all NUL-terminated. */
export const touchedArguments = ['diff-tree', '--stdin', '--root', '--always', '-r', '-z', '--raw', ...plain];

/** The patches of commits, as `patch-id` reads them. Merges have none. Binary files count by their object names. */
export const patchesArguments = [
  'diff-tree',
  '--stdin',
  '--root',
  '--always',
  '-r',
  '-p',
  '-U3',
  '--full-index',
  '--diff-algorithm=myers',
  '--no-indent-heuristic',
  '--no-color',
  ...plain,
];

/**
 * A line `ID COMMIT` for each patch. Whitespace counts: two opposite changes of indentation are not equal, which they
 * would be with `--stable`.
 */
export const patchIdArguments = ['patch-id', '--verbatim'];
