/** Which attributes are in force for a tree, as a file that git can read. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fail } from '../../../shared/problem.ts';
import { attributeFiles, attributeFilesArguments } from '../commands/attributes.ts';
import type { Reader } from '../reader.ts';
import { collected } from '../run.ts';
import { translateAttributes } from './attributes-text.ts';
import { missingObjects } from './missing.ts';
import type { Scratch } from './scratch.ts';
import { differences } from './trees.ts';

export interface Attributes {
  /**
   * The file for a tree; undefined where no `.gitattributes` says anything. `near` is a tree that was asked for before
   * and differs little: then only what differs is read.
   */
  fileFor(scratch: Scratch, tree: string, near?: string): Promise<string | undefined>;
}

/** Content of a `.gitattributes` by its path (latin1). */
type Found = ReadonlyMap<string, string>;

const treesKept = 200;
const totalMaxBytes = 16 * 1024 * 1024;
const isAttributes = (path: string): boolean => path === '.gitattributes' || path.endsWith('/.gitattributes');

export function attributesOf(): Attributes {
  /** Object names by path, by tree. */
  const known = new Map<string, Promise<Found>>();
  /** Translated text by the set of files. */
  const translated = new Map<string, string>();

  const find = (scratch: Scratch, tree: string, near?: string): Promise<Found> => {
    const earlier = known.get(tree);
    if (earlier) return earlier;
    const before = near === undefined ? undefined : known.get(near);
    const finding = before && near !== undefined ? changed(scratch.reader, before, near, tree) : listed(scratch, tree);
    finding.catch(() => known.delete(tree));
    known.set(tree, finding);
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - treesKept))) known.delete(oldest);
    return finding;
  };

  return {
    async fileFor(scratch, tree, near) {
      const found = await find(scratch, tree, near);
      if (found.size === 0) return undefined;
      const files = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
      const key = createHash('sha256').update(files.flat().join('\0')).digest('hex');
      const text = translated.get(key) ?? (await translate(scratch.reader, files));
      translated.set(key, text);
      if (text === '') return undefined;
      const file = scratch.path(`attributes-${key}`);
      await writeFile(file, text, { encoding: 'latin1', flag: 'wx' }).catch((cause: unknown) => {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
      });
      return file;
    },
  };
}

const listed = async (scratch: Scratch, tree: string): Promise<Found> =>
  attributeFiles(await collected(scratch.runner().stream(attributeFilesArguments(tree), { timeoutMs: 120_000 })));

async function changed(reader: Reader, before: Promise<Found>, near: string, tree: string): Promise<Found> {
  const found = new Map(await before);
  for await (const { path, other } of differences(reader, near, tree)) {
    if (!isAttributes(path)) continue;
    if (other && isFile(other.mode)) found.set(path, other.object);
    else found.delete(path);
  }
  return found;
}

const isFile = (mode: string): boolean => mode.startsWith('100');

async function translate(reader: Reader, files: readonly (readonly [string, string])[]): Promise<string> {
  let total = 0;
  const read = [];
  for (const [path, object] of files) {
    const bytes = await reader.read(object, totalMaxBytes);
    if (bytes === null) throw missingObjects([object]);
    total += bytes.length;
    if (total > totalMaxBytes)
      throw fail('failed.too-large', 'The .gitattributes files of the target are too large to be read.');
    read.push({ folder: path.slice(0, -'/.gitattributes'.length), text: bytes.toString('latin1') });
  }
  return translateAttributes(read.map(({ folder, text }) => ({ folder, text })));
}
