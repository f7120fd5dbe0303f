/** One open shell: what it prints on its way to its one reader, and a bound to what is on the way. */
import { StringDecoder } from 'node:string_decoder';
import { type ShellItem, shellWindowCharacters } from '../../../shared/api/shell.ts';
import type { MaskStream } from '../../secrets/mask-stream.ts';
import type { ContainerShell, TerminalSize } from '../../targets/target.ts';

type Ended = Extract<ShellItem, { ended: unknown }>['ended'];

export interface SessionParts {
  readonly id: string;
  readonly container: string;
  readonly shell: ContainerShell;
  readonly mask: MaskStream;
  /** It ends when nothing was typed or printed for so long. */
  readonly idleMs: number;
}

export interface Session {
  /** Read once. The shell has ended, whichever way, when this has. */
  items(signal: AbortSignal): AsyncGenerator<ShellItem, Ended | null>;
  write(text: string): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  taken(characters: number): void;
}

/** What may be the beginning of a secret is kept back no longer than that: a person waits for what they typed. */
const keptBackMs = 25;

export function sessionOf({ id, container, shell, mask, idleMs }: SessionParts): Session {
  const decoder = new StringDecoder('utf8');
  /** Read, and not sent. */
  let waiting = '';
  /** Characters that were sent, and not taken. */
  let underWay = 0;
  let ended: Ended | null = null;
  let left = false;
  let bell = Promise.withResolvers<undefined>();
  const ring = (): void => {
    bell.resolve(undefined);
    bell = Promise.withResolvers();
  };
  const end = (how: Ended): void => {
    ended ??= how;
    ring();
  };
  const say = (masked: Buffer): void => {
    waiting += decoder.write(masked);
    ring();
  };
  const idle = setTimeout(() => end({ why: 'idle', code: null }), idleMs).unref();
  const keptBack = setTimeout(() => say(mask.end()), keptBackMs).unref();
  const isFull = (): boolean => waiting.length + underWay >= shellWindowCharacters;

  const pump = async (): Promise<void> => {
    try {
      for await (const piece of shell.output) {
        idle.refresh();
        say(mask.push(piece));
        keptBack.refresh();
        // What is not read here makes the program wait.
        while (isFull() && !left) await bell.promise;
      }
    } catch {
      // A connection that breaks is the end of it; how it ended is asked below.
    }
    say(mask.end());
    const code = left ? null : await shell.exitCode();
    end({ why: code === null ? 'lost' : 'exit', code });
  };

  return {
    async *items(signal) {
      signal.addEventListener('abort', ring, { once: true });
      void pump();
      try {
        yield { opened: { shell: id, container } };
        while (!signal.aborted) {
          if (ended && (waiting === '' || ended.why === 'idle')) {
            yield { ended };
            return ended;
          }
          if (waiting === '' || underWay >= shellWindowCharacters) await bell.promise;
          else {
            const output = waiting;
            waiting = '';
            underWay += output.length;
            yield { output };
          }
        }
        return ended;
      } finally {
        left = true;
        ring();
        signal.removeEventListener('abort', ring);
        clearTimeout(idle);
        clearTimeout(keptBack);
        if (ended?.why !== 'exit') await shell.hangUp();
      }
    },
    write(text) {
      idle.refresh();
      return shell.write(text);
    },
    resize: (size) => shell.resize(size),
    taken(characters) {
      underWay = Math.max(0, underWay - characters);
      ring();
    },
  };
}
