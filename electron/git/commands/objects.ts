/** Objects: what a name stands for, trees and blobs. Names go through standard input, where nothing is an option. */
import type { Command } from '../run.ts';

export interface Found {
  readonly sha: string;
  readonly type: string;
}

/** What each name stands for, in the order given; null for what is not there. Names hold no line break. */
export const lookUp = (names: readonly string[]): Command<(Found | null)[]> => ({
  args: ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
  input: names.map((name) => `${name}\n`).join(''),
  maxBytes: 256 * 1024 * 1024,
  parse: (output) =>
    output
      .split('\n')
      .slice(0, names.length)
      .map((line) => {
        const match = /^([0-9a-f]{40,64}) (commit|tree|blob|tag)$/.exec(line);
        return match?.[1] && match[2] ? { sha: match[1], type: match[2] } : null;
      }),
});

/** A tree's entries. `tree` is an object name, or one with `:path` behind it. */
export const listTree = (
  tree: string,
): Command<{ name: string; type: 'blob' | 'tree' | 'commit' | 'link' }[] | null> => ({
  args: ['ls-tree', '-z', tree],
  accepts: [128],
  maxBytes: 64 * 1024 * 1024,
  parse: (output, exitCode) =>
    exitCode === 0
      ? output
          .split('\0')
          .filter((line) => line !== '')
          .map(entryOf)
      : null,
});

function entryOf(line: string): { name: string; type: 'blob' | 'tree' | 'commit' | 'link' } {
  const tab = line.indexOf('\t');
  const [mode, type] = line.slice(0, tab).split(' ');
  const name = line.slice(tab + 1);
  if (mode === '120000') return { name, type: 'link' };
  return { name, type: type === 'tree' || type === 'commit' ? type : 'blob' };
}

/** Arguments that print one blob after a header line; links are followed inside the tree and never out of it. */
export const blobArguments = ['cat-file', '--batch', '--follow-symlinks'];

/** The header that `blobArguments` answers with: the blob's size in bytes, or null when there is no blob. */
export function blobSize(header: string): number | null {
  const match = /^[0-9a-f]{40,64} blob (\d+)$/.exec(header);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** Bytes of objects, in the order given; null for what is not there. */
export const objectSizes = (objects: readonly string[]): Command<(number | null)[]> => ({
  args: ['cat-file', '--batch-check=%(objectsize)'],
  input: objects.map((object) => `${object}\n`).join(''),
  parse: (output) =>
    output
      .split('\n')
      .slice(0, objects.length)
      .map((line) => (/^\d+$/.test(line) ? Number(line) : null)),
});
