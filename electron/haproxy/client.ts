/**
 * The conversation with a balancer: the only place that talks to it.
 *
 * Its socket is on the loopback of its own container, and is reached by a program inside the container that Docker
 * connects us to. So it works the same with an engine on this machine, in a virtual machine or far away, nothing is
 * mounted from a host that may not be ours, and no port is published that another user, or a page in a browser, could
 * write to. Starting that program takes as long as a hundred commands, so the conversation is kept open.
 */
import type { ProblemError } from '../../shared/problem.ts';
import { fail, problemFrom } from '../../shared/problem.ts';
import type { Command } from './commands.ts';

/** A program inside the container: what is written goes to its input, `output` is what it prints. */
export interface Conversation {
  write(text: string): void;
  readonly output: AsyncIterable<Buffer | string>;
  close(): void;
}

export interface Client {
  /** Runs commands in order and answers what each said. Rejects with `failed.front-…`; `retry` marks what may pass. */
  ask<T>(command: Command<T>): Promise<T>;
  close(): void;
}

const answerTimeoutMs = 3000;
/** An idle conversation is not kept for good: its program would stay in the container. */
const idleMs = 15 * 60_000;
/** It reads at most 16 KB at once. */
const longestInput = 8 * 1024;
/** What the balancer prints when it waits for a command. An answer never has it at the beginning of a line. */
const prompt = '\n> ';

/**
 * Connects to a port with what the container's image has: `nc` on Alpine, bash on Debian. By default on its own loopback;
 * `host` is another container, by a name on the network.
 */
export const connectCommand = (port: number, host = '127.0.0.1'): string[] => [
  'sh',
  '-c',
  `if command -v nc >/dev/null 2>&1; then exec nc "$1" "$2"; fi
exec bash -c 'exec 3<>"/dev/tcp/$0/$1" && { cat <&3 & exec cat >&3; }' "$1" "$2"`,
  'sh',
  host,
  String(port),
];

interface Open {
  send(lines: readonly string[]): Promise<string[]>;
  close(): void;
}

/** A client that opens its conversation when it is needed, and again when it broke. One command at a time. */
export function clientOn(converse: () => Promise<Conversation>): Client {
  let kept: Promise<Open> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const close = (): void => {
    clearTimeout(idle);
    void kept?.then(
      (open) => open.close(),
      () => undefined,
    );
    kept = null;
  };
  const send = async (lines: readonly string[]): Promise<string[]> => {
    kept ??= opened(converse);
    try {
      return await (await kept).send(lines);
    } catch (thrown) {
      close();
      throw thrown;
    }
  };
  const ask = async <T>(command: Command<T>): Promise<T> => {
    const answers: string[] = [];
    for (const lines of portions(command.lines)) {
      const fresh = kept === null;
      // Commands say how it shall be, not what to change: asking twice is safe. A kept conversation may have ended meanwhile.
      const some = await send(lines).catch((thrown: unknown) => {
        if (fresh) throw thrown;
        return send(lines);
      });
      answers.push(...some);
    }
    clearTimeout(idle);
    idle = setTimeout(close, idleMs).unref();
    return command.read(answers);
  };
  return {
    close,
    ask: (command) => {
      const mine = turn.then(() => ask(command));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** Portions that go through in one go, in order. */
function portions(lines: readonly string[]): string[][] {
  const all: string[][] = [];
  let length = Infinity;
  for (const line of lines) {
    length += line.length;
    if (length > longestInput) {
      all.push([]);
      length = line.length;
    }
    all.at(-1)?.push(line);
  }
  return all;
}

async function opened(converse: () => Promise<Conversation>): Promise<Open> {
  const conversation = await converse().catch((thrown: unknown) => {
    const problem = problemFrom(thrown);
    // A container that restarts refuses to talk, and does so a moment later.
    throw problem.retry ? thrown : silent(problem.message);
  });
  let heard = '';
  let waiting: { count: number; resolve(answers: string[]): void; reject(reason: Error): void } | null = null;
  let ended = false;
  const listen = async (): Promise<void> => {
    try {
      for await (const piece of conversation.output) {
        heard += piece.toString();
        const answers = heard.split(prompt);
        // The last piece is what comes after the last prompt: nothing, once each line has its answer.
        if (answers.pop() !== '' || answers.length < (waiting?.count ?? 0)) continue;
        heard = '';
        waiting?.resolve(answers);
      }
    } catch {
      // That it ended is all there is to tell; why, the engine knows.
    }
    ended = true;
    waiting?.reject(silent('It ended the conversation.'));
  };
  void listen();
  const send = (lines: readonly string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(silent('It ended the conversation.'));
      const timer = setTimeout(() => {
        conversation.close();
        reject(silent(`It said nothing for ${String(answerTimeoutMs / 1000)} s.`));
      }, answerTimeoutMs);
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        waiting = null;
        act();
      };
      waiting = {
        count: lines.length,
        resolve: (answers) => settle(() => resolve(answers)),
        reject: (why) => settle(() => reject(why)),
      };
      conversation.write(`${lines.join('; ')}\n`);
    });
  try {
    await send(['prompt']);
  } catch (thrown) {
    conversation.close();
    throw thrown;
  }
  return { send, close: () => conversation.close() };
}

const silent = (why: string): ProblemError =>
  fail('failed.front-silent', `The load balancer does not answer. ${why}`, {
    hint: 'Its container may be restarting; look at its log.',
    retry: true,
  });
