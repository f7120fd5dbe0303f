/** Writing single objects, and trees by way of an index of their own. */
import type { Command } from '../run.ts';

export const writeObject = (type: 'blob' | 'commit', bytes: Uint8Array): Command<string> => ({
  args: ['hash-object', '-w', '-t', type, '--no-filters', '--stdin'],
  input: bytes,
  parse: (output) => output.trim(),
});

export const readTreeIntoIndex = (tree: string): Command<void> => ({
  args: ['read-tree', '--no-sparse-checkout', tree],
  parse: () => undefined,
});

/** What is at a path (latin1) of the index from now on; null for nothing. */
export interface IndexChange {
  readonly path: string;
  readonly entry: { readonly mode: string; readonly object: string } | null;
}

export const changeIndex = (changes: readonly IndexChange[], zero: string): Command<void> => ({
  args: ['update-index', '-z', '--index-info'],
  input: Buffer.from(
    [...changes]
      // What goes makes room: a file for the folder of its name.
      .sort((a, b) => Number(a.entry !== null) - Number(b.entry !== null))
      .map(({ path, entry }) => (entry ? `${entry.mode} ${entry.object}\t${path}\0` : `0 ${zero}\t${path}\0`))
      .join(''),
    'latin1',
  ),
  parse: () => undefined,
});

export const writeTree: Command<string> = { args: ['write-tree'], parse: (output) => output.trim() };

/** What a tree holds that none of others does, as a pack on standard output. */
export const newObjects = {
  args: ['pack-objects', '--quiet', '--stdout', '--revs'],
  input: (tree: string, have: readonly string[]): string =>
    [tree, ...have.map((other) => `^${other}`)].map((line) => `${line}\n`).join(''),
};

/** Unpacks into the repository's own store. */
export const takeIn = (pack: Uint8Array): Command<void> => ({
  args: ['unpack-objects', '-q'],
  input: pack,
  parse: () => undefined,
});
