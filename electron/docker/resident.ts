/**
 * A small program that stays in a container and does one thing again and again. To run a program there once takes an engine
 * eighty milliseconds, most of it work, at the very moment when traffic moves; to ask one that is there already takes three.
 */
import { randomUUID } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import type { Conversation } from './conversation.ts';

export interface Answer {
  readonly code: number;
  /** The beginning of what it printed. */
  readonly output: string;
}

export type Unanswered = 'silent' | 'away' | 'busy';

export interface Resident {
  /**
   * Has it done once: `lines` go to its input after one with the token of this question; after its answer it prints the
   * token and a code on a line of their own. `silent` when that did not happen in time, `away` when it cannot run or ended,
   * `busy` when it answers somebody else just now. Rejects when it was aborted.
   */
  ask(lines: string, timeoutMs: number, aborted?: AbortSignal): Promise<Answer | Unanswered>;
}

const maxOutputCharacters = 16 * 1024;
/** As long as the line that ends an answer may be. */
const endCharacters = 80;

/**
 * It is started when it is first asked, and again when it ended. One that nobody asks for `idleMs` is ended, and `forgotten`
 * is told each time that there is none.
 */
export function resident(
  start: () => Promise<Conversation>,
  idleMs: number,
  forgotten: () => void = () => undefined,
): Resident {
  let kept: Promise<Conversation> | null = null;
  let idle: NodeJS.Timeout | undefined;
  let busy = false;
  const end = (): void => {
    clearTimeout(idle);
    void kept?.then(
      (conversation) => conversation.close(),
      () => undefined,
    );
    kept = null;
    forgotten();
  };
  const asked = async (lines: string, timeoutMs: number, aborted?: AbortSignal): Promise<Answer | Unanswered> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const ends = aborted ? AbortSignal.any([aborted, timeout]) : timeout;
    try {
      kept ??= start();
      const answer = await answerOf(await Promise.race([kept, ended(ends)]), lines, ends);
      idle = setTimeout(end, idleMs).unref();
      return answer;
    } catch {
      // What it would still say belongs to no question any more.
      end();
      aborted?.throwIfAborted();
      return timeout.aborted ? 'silent' : 'away';
    }
  };
  return {
    async ask(lines, timeoutMs, aborted) {
      if (busy) return 'busy';
      busy = true;
      clearTimeout(idle);
      try {
        return await asked(lines, timeoutMs, aborted);
      } finally {
        busy = false;
      }
    },
  };
}

/** Also a start takes no longer than is waited for: where it comes late, it is ended then. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error('It was not waited for.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function answerOf(conversation: Conversation, lines: string, ends: AbortSignal): Promise<Answer> {
  const token = randomUUID();
  const { output } = conversation;
  // A character may come in two pieces.
  const decoder = new StringDecoder('utf8');
  const end = new RegExp(`\\n${token} (\\d+)\\n$`);
  return new Promise((resolve, reject) => {
    let said = '';
    let last = '';
    const settle = (act: () => void): void => {
      output.off('data', hear).off('end', closed).off('close', closed);
      ends.removeEventListener('abort', stopped);
      act();
    };
    const hear = (piece: Buffer): void => {
      const text = decoder.write(piece);
      if (said.length < maxOutputCharacters) said += text;
      last = (last + text).slice(-endCharacters);
      const code = end.exec(last)?.[1];
      if (code === undefined) return;
      const printed = (said.split(`\n${token} `, 1)[0] ?? '').slice(0, maxOutputCharacters).trim();
      settle(() => resolve({ code: Number(code), output: printed }));
    };
    const closed = (): void => settle(() => reject(new Error('It ended.')));
    const stopped = (): void => settle(() => reject(new Error('It was not waited for.')));
    if (ends.aborted || output.readableEnded) return closed();
    ends.addEventListener('abort', stopped, { once: true });
    output.on('data', hear).on('end', closed).on('close', closed);
    conversation.write(`${token}\n${lines}`);
  });
}
