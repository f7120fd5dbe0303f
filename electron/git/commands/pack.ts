/** Copying objects into the mirror's own store, and checking them on the way. */
import type { Command } from '../run.ts';

const patient = { timeoutMs: 30 * 60_000 };

/** Revisions for standard input: those that are wanted, without what others reach. */
const revisions = (wanted: readonly string[], without: readonly string[], peel = ''): string =>
  [...wanted.map((sha) => `${sha}${peel}\n`), ...without.map((sha) => `^${sha}${peel}\n`)].join('');

/** Commits that some of `shas` reach and none of `have` does. */
export const commitsToKeep = (shas: readonly string[], have: readonly string[]): Command<string> => ({
  ...patient,
  args: ['rev-list', '--stdin'],
  input: revisions(shas, have),
  maxBytes: 512 * 1024 * 1024,
  parse: (output) => output,
});

/** Packs exactly the named objects, one a line, into `base-HASH.pack`; answers HASH, or null when there was none. */
export const packObjects = (base: string, names: string): Command<string | null> => ({
  ...patient,
  args: ['pack-objects', '--quiet', '--non-empty', base],
  input: names,
  parse: (output) => output.trim() || null,
});

/** Packs everything in the trees of `shas` that is in no tree of `have`. */
export const packTrees = (base: string, shas: readonly string[], have: readonly string[]): Command<string | null> => ({
  ...patient,
  args: ['pack-objects', '--quiet', '--non-empty', '--revs', base],
  input: revisions(shas, have, '^{tree}'),
  parse: (output) => output.trim() || null,
});

/** Packs every object, commits and files, that `sha` reaches and none of `have` does. */
export const packHistory = (base: string, sha: string, have: readonly string[]): Command<string | null> => ({
  ...patient,
  args: ['pack-objects', '--quiet', '--non-empty', '--revs', base],
  input: revisions([sha], have),
  parse: (output) => output.trim() || null,
});

/** Objects that `sha` reaches, none of `have` does, and that are not there. */
export const missingFrom = (sha: string, have: readonly string[]): Command<string[]> => ({
  ...patient,
  args: ['rev-list', '--objects', '--missing=print', '--stdin'],
  input: revisions([sha], have),
  maxBytes: 512 * 1024 * 1024,
  parse: (output) => output.split('\n').flatMap((line) => (line.startsWith('?') ? [line.slice(1).trim()] : [])),
});

/**
 * Reads a pack and refuses what no tree may hold: `..`, `.git` in any spelling of NTFS or HFS+, doubled entries,
 * dangerous submodules. Old repositories have modes written with a leading zero, which harm nobody.
 */
export const checkPack = (pack: string, index: string): Command<void> => ({
  ...patient,
  args: ['index-pack', '--strict=zeroPaddedFilemode=ignore', '-o', index, pack],
  parse: () => undefined,
});
