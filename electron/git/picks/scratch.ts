/**
 * A store of objects that may be lost at any time. What is only looked at is computed here: it borrows everything from
 * the mirror and writes nothing into it. It is kept between questions, for a fresh one costs as much as a forecast,
 * and thrown away when nobody has asked for a while or much has gathered. What a killed engine leaves behind is swept
 * when the mirror is opened again (mirror.ts).
 */
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { unfinishedPrefix } from '../keep.ts';
import { readerOn, type Reader } from '../reader.ts';
import { runnerAt, type Runner } from '../run.ts';

export interface Scratch {
  /** Reads what is in the mirror, in the user's repository and here. */
  readonly reader: Reader;
  /** New objects go here. `attributesFile`: the attributes in force. */
  runner(options?: { attributesFile?: string; indexFile?: string }): Runner;
  /** A path in the folder, for files that live as long. */
  path(name: string): string;
  /** Writes a commit without git: a file costs a tenth of a spawn. Answers its name. */
  writeCommit(text: string): Promise<string>;
}

export interface Scratches {
  /** Work with a scratch store that stays until it ends. */
  use<T>(work: (scratch: Scratch) => Promise<T>): Promise<T>;
  /** The same, to be let go by the caller. */
  acquire(): Promise<{ scratch: Scratch; release: () => void }>;
}

/** Later questions get a fresh one, so that the objects of long browsing do not pile up. */
const usesMax = 2000;
const idleMs = 30_000;

interface Held {
  readonly scratch: Scratch;
  readonly folder: string;
  users: number;
  uses: number;
  idle: NodeJS.Timeout | null;
}

/** Scratch stores beside the objects of the mirror in `folder`. */
export function scratchesIn(folder: string, objectFormat: string): Scratches {
  let current: Promise<Held> | null = null;
  let latest: Held | null = null;

  const discard = (held: Held): void => {
    if (held === latest) current = latest = null;
    held.scratch.reader.close();
    // Nothing depends on it: what cannot be removed now is swept later.
    rm(held.folder, { recursive: true, force: true }).catch(() => undefined);
  };
  const make = async (): Promise<Held> => {
    try {
      latest = await open(folder, objectFormat);
      return latest;
    } catch (error) {
      current = null;
      throw error;
    }
  };
  const usable = async (): Promise<Held> => {
    current ??= make();
    const held = await current;
    if (held.uses < usesMax && (await exists(held.folder))) return held;
    if (held === latest) current = latest = null;
    return usable();
  };
  const release = (held: Held): void => {
    held.users -= 1;
    if (held.users > 0) return;
    const unused = (): void => {
      if (held.users === 0) discard(held);
    };
    held.idle = setTimeout(unused, held === latest ? idleMs : 0);
    held.idle.unref();
  };
  const acquire = async (): Promise<{ scratch: Scratch; release: () => void }> => {
    const held = await usable();
    held.users += 1;
    held.uses += 1;
    if (held.idle) clearTimeout(held.idle);
    return {
      scratch: held.scratch,
      release: () => {
        release(held);
      },
    };
  };
  return {
    acquire,
    async use(work) {
      const held = await acquire();
      try {
        return await work(held.scratch);
      } finally {
        held.release();
      }
    },
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function open(mirror: string, objectFormat: string): Promise<Held> {
  const folder = await mkdtemp(join(mirror, unfinishedPrefix));
  const objects = join(folder, 'objects');
  await mkdir(join(objects, 'info'), { recursive: true });
  const store = join(mirror, 'objects');
  await writeFile(join(objects, 'info', 'alternates'), `${/^["#]|\\/.test(store) ? JSON.stringify(store) : store}\n`);
  const runner: Scratch['runner'] = (options = {}) =>
    runnerAt({ cwd: mirror, gitDirectory: mirror, scratchObjects: objects, ...options });
  const scratch: Scratch = {
    reader: readerOn(runner()),
    runner,
    path: (name) => join(folder, name),
    writeCommit: (text) => writeLoose(objects, objectFormat, Buffer.from(`commit ${String(text.length)}\0${text}`)),
  };
  return { scratch, folder, users: 0, uses: 0, idle: null };
}

const compressed = promisify(deflate);

async function writeLoose(objects: string, objectFormat: string, bytes: Buffer): Promise<string> {
  const name = createHash(objectFormat).update(bytes).digest('hex');
  const folder = join(objects, name.slice(0, 2));
  const file = join(folder, name.slice(2));
  if (await exists(file)) return name;
  await mkdir(folder, { recursive: true });
  // Another question may write the same object: whichever comes last puts the same bytes in place.
  const part = `${file}.${String((parts += 1))}`;
  await writeFile(part, await compressed(bytes, { level: 1 }));
  await rename(part, file);
  return name;
}

let parts = 0;
