import type { FileDiff } from './rows.ts';

/** Every sentence of the diff. */
export const words = {
  diff: 'Changes',
  files: (n: string) => `Changes ${n}`,
  list: 'Changed files',
  moreFiles: (n: string) => `and ${n} more`,
  truncated: 'The commit changes more than what is shown.',
  next: 'Next file',
  previous: 'Previous file',
  parent: 'Compared with',
  parentNumber: (n: number, name: string) => `Parent ${n}, ${name}`,
  from: (path: string) => `from ${path}`,
  whole: 'Show this file',
  fold: (path: string) => `Fold ${path}`,
  unfold: (path: string) => `Unfold ${path}`,
  why: {
    binary: 'A binary file, or one too large to show as text.',
    'too-large': 'Too much has changed in this file to show it with the others.',
    'no-lines': 'No line of it changed.',
  },
  empty: 'The commit changes no file.',
  status: {
    added: 'added',
    deleted: 'deleted',
    modified: 'changed',
    renamed: 'renamed',
    copied: 'copied',
    type: 'became something else',
    mode: 'only its mode changed',
  } satisfies Record<FileDiff['status'], string>,
  letter: { added: 'A', deleted: 'D', modified: 'M', renamed: 'R', copied: 'C', type: 'T', mode: 'm' } satisfies Record<
    FileDiff['status'],
    string
  >,
  counts: ({ binary, added, deleted }: FileDiff) =>
    binary ? 'binary' : added === null ? '' : `+${added} \u2212${deleted ?? 0}`,
};
