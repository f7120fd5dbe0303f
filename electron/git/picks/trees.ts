/**
 * Tree objects, read as they are stored. Paths are bytes in git: here they are strings of one character a byte
 * (latin1), so that names in any encoding, and with line breaks in them, stay what they are.
 */
import { fail } from '../../../shared/problem.ts';
import type { Reader } from '../reader.ts';
import { missingObjects } from './missing.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly object: string;
}

export type Tree = ReadonlyMap<string, TreeEntry>;

/** Enough for a folder of a million files. */
const treeMaxBytes = 128 * 1024 * 1024;
export const treeMode = '40000';

/** The entries of a tree object; `failed.missing-objects` when it is not there. */
export async function readTree(reader: Reader, object: string): Promise<Tree> {
  const bytes = await reader.read(object, treeMaxBytes);
  if (bytes === null) throw missingObjects([object]);
  return parseTree(bytes, object.length / 2);
}

function parseTree(bytes: Buffer, nameBytes: number): Tree {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0) throw fail('failed.repository-damaged', 'A tree of the repository is damaged.');
    entries.set(bytes.toString('latin1', space + 1, end), {
      mode: bytes.toString('latin1', at, space).replace(/^0+/, ''),
      object: bytes.toString('hex', end + 1, end + 1 + nameBytes),
    });
    at = end + 1 + nameBytes;
  }
  return entries;
}

/** What is at a path (latin1) of a tree; null for nothing. */
export async function entryAt(reader: Reader, tree: string, path: string): Promise<TreeEntry | null> {
  let found: TreeEntry = { mode: treeMode, object: tree };
  for (const name of path.split('/')) {
    if (found.mode !== treeMode) return null;
    const next = (await readTree(reader, found.object)).get(name);
    if (!next) return null;
    found = next;
  }
  return found;
}

/** Paths (latin1) of files and submodules that differ between two trees, in no order; either may be null for nothing. */
export async function* differences(
  reader: Reader,
  one: string | null,
  other: string | null,
  prefix = '',
): AsyncGenerator<{ path: string; one: TreeEntry | null; other: TreeEntry | null }> {
  if (one === other) return;
  const none: Tree = new Map();
  const [left, right] = await Promise.all([
    one === null ? none : readTree(reader, one),
    other === null ? none : readTree(reader, other),
  ]);
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(name) ?? null;
    const b = right.get(name) ?? null;
    if (a?.object === b?.object && a?.mode === b?.mode) continue;
    const path = `${prefix}${name}`;
    const folders = [a, b].map((entry) => (entry?.mode === treeMode ? entry.object : null));
    if (folders[0] !== null || folders[1] !== null)
      yield* differences(reader, folders[0] ?? null, folders[1] ?? null, `${path}/`);
    const files = [a, b].map((entry) => (entry?.mode === treeMode ? null : entry));
    if (files[0] || files[1]) yield { path, one: files[0] ?? null, other: files[1] ?? null };
  }
}

/** A path for people: what is no UTF-8 shows as U+FFFD. */
export const shownPath = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');
