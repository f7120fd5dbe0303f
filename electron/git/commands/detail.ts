/** What a commit changes. */
import type { Command } from '../run.ts';
import { fieldsOf } from './records.ts';

export interface FileChange {
  readonly path: string;
  readonly added: number | null;
  readonly deleted: number | null;
}

/** Files that a commit changes against its first parent, renames as a file less and a file more; null lines for binary ones. */
export const changedFiles = (sha: string, parent: string | undefined): Command<FileChange[]> => ({
  args: [
    'diff-tree',
    '-r',
    '-z',
    '--numstat',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--no-commit-id',
    '--ignore-submodules=none',
    ...(parent === undefined ? ['--root', sha] : [parent, sha]),
    '--',
  ],
  maxBytes: 64 * 1024 * 1024,
  parse: (output) =>
    fieldsOf(output).flatMap((record) => {
      const match = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(record);
      return match?.[3] === undefined ? [] : [{ path: match[3], added: lines(match[1]), deleted: lines(match[2]) }];
    }),
});

const lines = (text: string | undefined): number | null => (text === undefined || text === '-' ? null : Number(text));
