/** How a working tree differs from its commit. */
import type { WorkingTree } from '../../../shared/domain/test-environment.ts';

/** Submodules are left alone: looking into one would read its configuration, and run what that names. */
export const statusArguments = [
  'status',
  '--porcelain=v2',
  '-z',
  '--untracked-files=all',
  '--ignore-submodules=all',
  '--no-ahead-behind',
];

export interface ChangedPath {
  /** Bytes as latin1. */
  readonly path: string;
  readonly state: WorkingTree['changed'][number]['state'];
  /** Whether the working tree differs from the index too, which has the rest already. */
  readonly unstaged: boolean;
  /** The mode that the index has; null for a file that it does not know. */
  readonly mode: string | null;
}

/** Reads the NUL-separated records of `status --porcelain=v2 -z`. */
export function changedPaths(output: Buffer): ChangedPath[] {
  const fields = output.toString('latin1').split('\0');
  const found: ChangedPath[] = [];
  for (let index = 0; index < fields.length; index += 1) {
    const line = fields[index] ?? '';
    const kind = line[0];
    if (kind === '2') index += 1; // The name before comes behind.
    const read = kind === '?' ? untracked(line) : kind === 'u' ? conflicted(line) : tracked(line);
    if (read) found.push(read);
  }
  return found;
}

const untracked = (line: string): ChangedPath => ({
  path: line.slice(2),
  state: 'untracked',
  unstaged: true,
  mode: null,
});

function tracked(line: string): ChangedPath | null {
  const match =
    /^1 (.)(.) \S+ \d+ (\d+) \d+ \S+ \S+ ([^]+)$/.exec(line) ??
    /^2 (.)(.) \S+ \d+ (\d+) \d+ \S+ \S+ \S+ ([^]+)$/.exec(line);
  const [, staged = '.', unstaged = '.', mode = '', path] = match ?? [];
  if (path === undefined) return null;
  const renamed = line.startsWith('2');
  return {
    path,
    state:
      unstaged === 'D' || (staged === 'D' && unstaged === '.')
        ? 'deleted'
        : renamed
          ? 'renamed'
          : staged === 'A' || unstaged === 'A'
            ? 'added'
            : 'changed',
    unstaged: unstaged !== '.',
    mode: mode === '000000' ? null : mode,
  };
}

function conflicted(line: string): ChangedPath | null {
  const path = /^u \S+ \S+ \d+ \d+ \d+ \d+ \S+ \S+ \S+ ([^]+)$/.exec(line)?.[1];
  return path === undefined ? null : { path, state: 'conflict', unstaged: true, mode: null };
}

/** Settings that say how files are compared, and can start nothing. */
export const comparing = {
  args: ['config', '--null', '--get-regexp', '^core\\.(filemode|ignorecase|symlinks|precomposeunicode)$'],
  accepts: [1],
  parse: (output: string): [name: string, value: boolean][] =>
    output.split('\0').flatMap((entry) => {
      const [name, value = 'true'] = entry.split('\n');
      return name ? [[name.replace(/^core\./, ''), !/^(?:false|no|off|0|)$/i.test(value)] as [string, boolean]] : [];
    }),
};

/** Where the person keeps patterns of files that are ignored everywhere; null for the usual place. */
export const excludesFile = {
  args: ['config', '--global', '--type=path', '--get', 'core.excludesFile'],
  accepts: [1],
  parse: (output: string, exitCode: number): string | null => (exitCode === 0 ? output.replace(/\n$/, '') : null),
};
