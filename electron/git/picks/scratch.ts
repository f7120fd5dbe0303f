/**
 * A store of objects that may be lost at any time. What is only looked at is computed here: it borrows everything from
 * the mirror and writes nothing into it. It is kept between questions, for a fresh one costs as much as a forecast,
 * and thrown away when nobody has asked for a while or much has gathered. What a killed engine leaves behind is swept
 * when the mirror is opened again (mirror.ts).
 */
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unfinishedPrefix } from '../keep.ts';
import { looseWriter } from '../loose.ts';
import { readerOn, type Reader } from '../reader.ts';
import { mergerOn, type Merger } from './merger.ts';
import { runnerAt, type Runner } from '../run.ts';

export interface Scratch {
  /** Reads what is in the mirror, in the user's repository and here. */
  readonly reader: Reader;
  /** New objects go here. `attributesFile`: the attributes in force. */
  runner(options?: { attributesFile?: string; indexFile?: string }): Runner;
  /** A path in the folder, for files that live as long. */
  path(name: string): string;
  /** Writes an object (bytes as latin1) without git. Answers its name. */
  write(type: 'commit' | 'tree', content: string): string;
  /** A git that merges under some attributes; with another `queue` it waits for nobody else. */
  merger(attributesFile: string | undefined, queue: string): Merger;
}

export interface Scratches {
  /** Work with a scratch store that stays until it ends. */
  use<T>(work: (scratch: Scratch) => Promise<T>): Promise<T>;
  /** The same, to be let go by the caller. `merges`: how many it will be used for. */
  acquire(merges?: number): Promise<{ scratch: Scratch; release: () => void }>;
}

/** Later questions get a fresh one, so that the objects of long browsing do not pile up. */
const usesMax = 5000;
const idleMs = 30_000;

interface Held {
  readonly scratch: Scratch;
  close(): void;
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
    held.close();
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
  const release = (held: Held): void => {
    held.users -= 1;
    if (held.users > 0) return;
    const unused = (): void => {
      if (held.users === 0) discard(held);
    };
    held.idle = setTimeout(unused, held === latest ? idleMs : 0);
    held.idle.unref();
  };
  const acquire = async (merges = 1): Promise<{ scratch: Scratch; release: () => void }> => {
    current ??= make();
    const held = await current;
    // Counted before anything is waited for: nobody throws it away meanwhile.
    held.users += 1;
    if (held.idle) clearTimeout(held.idle);
    if (held.uses >= usesMax || !(await exists(held.folder))) {
      if (held === latest) current = latest = null;
      release(held);
      return acquire(merges);
    }
    held.uses += merges;
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
  const loose = looseWriter(objects, objectFormat);
  const write: Scratch['write'] = (type, content) => loose(type, Buffer.from(content, 'latin1'));
  const reader = readerOn(runner());
  const mergers = new Map<string, Merger>();
  const scratch: Scratch = {
    reader,
    runner,
    path: (name) => join(folder, name),
    write,
    merger(attributesFile, queue) {
      const key = `${queue} ${attributesFile ?? ''}`;
      const known = mergers.get(key);
      if (known?.alive) return known;
      const made = mergerOn(
        runner(attributesFile === undefined ? {} : { attributesFile }),
        longAnswer(write, objectFormat),
      );
      mergers.set(key, made);
      for (const [oldest, merger] of [...mergers].slice(0, Math.max(0, mergers.size - mergersMax))) {
        mergers.delete(oldest);
        merger.close();
      }
      return made;
    },
  };
  const close = (): void => {
    reader.close();
    for (const merger of mergers.values()) merger.close();
  };
  return { scratch, close, folder, users: 0, uses: 0, idle: null };
}

/** Each attributes file that is in use needs its own. */
const mergersMax = 6;

/**
 * A merge that conflicts on a path of 20,000 bytes: a submodule, which needs no content, is moved on one side and gone
 * on the other.
 */
function longAnswer(write: Scratch['write'], objectFormat: string): string {
  const bytes = objectFormat === 'sha256' ? 32 : 20;
  const tree = (...ids: string[]): string =>
    write('tree', ids.map((id) => `160000 ${'x'.repeat(20_000)}\0${id.repeat(bytes)}`).join(''));
  const commit = (of: string, parent?: string): string => write('commit', commitText(of, parent));
  const base = commit(tree('\x01'));
  return `${commit(tree(), base)} ${commit(tree('\x02'), base)}`;
}

/** The text of a commit that exists for a merge alone. */
export const commitText = (tree: string, parent?: string, message = ''): string =>
  `tree ${tree}\n${parent === undefined ? '' : `parent ${parent}\n`}author slipway <> 0 +0000\ncommitter slipway <> 0 +0000\n\n${message}\n`;
