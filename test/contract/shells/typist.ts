/** Somebody who opens a shell, types, and reads as far as they want to. */
import type { ShellItem } from '../../../shared/api/shell.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import type { RunSetting } from '../runs/setting.ts';

type Setting = Pick<RunSetting, 'project' | 'call' | 'stream'>;

export interface Typist {
  readonly container: string;
  /** All that was printed so far. */
  readonly printed: () => string;
  type(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Until what is printed matches. */
  until(pattern: RegExp): Promise<string>;
  /** Says of what is printed from now on that it is not taken yet. */
  stopTaking(): void;
  /** How it ended, once it has; null where its reader left. */
  readonly ended: Promise<Extract<ShellItem, { ended: unknown }>['ended'] | null>;
  /** The connection is lost. Settles when the shell has ended. */
  leave(): Promise<void>;
}

/** Opens it; rejects with the `ProblemError` that says why it cannot be. */
export async function openShell(set: Setting, where: object): Promise<Typist> {
  const over = new AbortController();
  const size = { columns: 100, rows: 30 };
  const items = set.stream<ShellItem>('shell.open', { project: set.project, ...where, ...size }, over.signal);
  const iterator = items[Symbol.asyncIterator]();
  const first = (await iterator.next()) as IteratorYieldResult<ShellItem>;
  if (!('opened' in first.value)) throw new Error('The first item tells its name.');
  const { shell, container } = first.value.opened;
  let text = '';
  let taking = true;
  const heard = new Set<() => void>();
  const read = async (): Promise<Extract<ShellItem, { ended: unknown }>['ended'] | null> => {
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return null;
      const { value } = next;
      if ('ended' in value) {
        await iterator.next();
        return value.ended;
      }
      if (!('output' in value)) continue;
      text += value.output;
      for (const listener of heard) listener();
      if (taking) await set.call('shell.taken', { shell, characters: value.output.length });
    }
  };
  const ended = read();
  return {
    container,
    printed: () => text,
    type: (what) => set.call('shell.write', { shell, text: what }),
    resize: (columns, rows) => set.call('shell.resize', { shell, columns, rows }),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`No ${String(pattern)} in ${JSON.stringify(text)}`)), 10_000);
        const look = (): void => {
          if (!pattern.test(text)) return;
          heard.delete(look);
          clearTimeout(late);
          resolve(text);
        };
        heard.add(look);
        look();
      }),
    stopTaking: () => {
      taking = false;
    },
    ended,
    leave: async () => {
      over.abort();
      await ended;
    },
  };
}

export async function refusal(set: Setting, where: object): Promise<Problem> {
  try {
    await (await openShell(set, where)).leave();
  } catch (thrown) {
    return problemFrom(thrown);
  }
  throw new Error('It was not refused.');
}
