/**
 * Reads objects through one git that stays: a spawn costs milliseconds, a question to a running one a tenth of one. It
 * sees objects that come later. Asked by object names only, so that no path or name can break the protocol.
 */
import { fail } from '../../shared/problem.ts';
import { holdOpen, type Runner } from './run.ts';

export interface StoredObject {
  readonly type: string;
  readonly sizeBytes: number;
}

export interface Reader {
  /** Null when the object is not there. */
  info(object: string): Promise<StoredObject | null>;
  /** The bytes of an object; null when it is not there. `usage.file-too-large` above `maxBytes`, before it is read. */
  read(object: string, maxBytes?: number): Promise<Buffer | null>;
  close(): void;
}

const defaultMaxBytes = 32 * 1024 * 1024;

interface Question {
  readonly contents: boolean;
  readonly answer: (object: (StoredObject & { bytes: Buffer }) | null) => void;
  readonly refuse: (reason: unknown) => void;
}

/** A reader whose git starts with the first question. */
export function readerOn(runner: Runner): Reader {
  let conversation: Conversation | null = null;
  const ask = (verb: 'info' | 'contents', object: string) => {
    if (!/^[0-9a-f]{40,64}$/.test(object)) throw fail('usage.no-such-commit', 'That is no name of an object.');
    if (conversation?.ended ?? true) conversation = converse(runner);
    // Proven by the line above.
    return (conversation as Conversation).ask(verb, object);
  };
  const info = (object: string): Promise<StoredObject | null> => ask('info', object);
  return {
    info,
    async read(object, maxBytes = defaultMaxBytes) {
      const found = await info(object);
      if (!found) return null;
      if (found.sizeBytes > maxBytes) {
        throw fail(
          'usage.file-too-large',
          `Object ${object.slice(0, 10)} has ${String(found.sizeBytes)} bytes; at most ${String(maxBytes)} are read.`,
        );
      }
      return (await ask('contents', object))?.bytes ?? null;
    },
    close() {
      conversation?.end();
      conversation = null;
    },
  };
}

interface Conversation {
  readonly ended: boolean;
  ask(verb: 'info' | 'contents', object: string): Promise<(StoredObject & { bytes: Buffer }) | null>;
  end(): void;
}

function converse(runner: Runner): Conversation {
  const child = runner.converse(['cat-file', '--batch-command']);
  const questions: Question[] = [];
  const state = { ended: false };
  const end = (reason: unknown): void => {
    state.ended = true;
    for (const question of questions.splice(0)) question.refuse(reason);
  };
  const answers = answersOf((answer) => {
    questions.shift()?.answer(answer);
    if (questions.length === 0) holdOpen(child, false);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    answers.push(chunk, () => questions[0]?.contents ?? false);
  });
  child.stdin.on('error', end);
  child.on('error', end);
  child.on('close', () => {
    end(fail('failed.git', 'git cat-file ended before it had answered.', { retry: true }));
  });
  return {
    get ended() {
      return state.ended;
    },
    ask: (verb, object) =>
      new Promise((answer, refuse) => {
        if (questions.length === 0) holdOpen(child, true);
        questions.push({ contents: verb === 'contents', answer, refuse });
        child.stdin.write(`${verb} ${object}\n`);
      }),
    end() {
      state.ended = true;
      child.stdin.end();
    },
  };
}

/** Cuts the stream of answers: a header line, and behind it the bytes where contents were asked for. */
function answersOf(found: (answer: (StoredObject & { bytes: Buffer }) | null) => void) {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 0;
  return {
    push(chunk: Buffer, wantsContents: () => boolean): void {
      chunks.push(chunk);
      size += chunk.length;
      if (size < needed) return;
      let data = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      for (;;) {
        const line = data.indexOf(10);
        needed = 0;
        if (line < 0) break;
        const match = /^[0-9a-f]+ (\w+) (\d+)$/.exec(data.toString('latin1', 0, line));
        const length = match && wantsContents() ? Number(match[2]) + 1 : 0;
        needed = line + 1 + length;
        if (data.length < needed) break;
        const bytes = Buffer.from(data.subarray(line + 1, Math.max(line + 1, needed - 1)));
        data = data.subarray(needed);
        found(match?.[1] ? { type: match[1], sizeBytes: Number(match[2]), bytes } : null);
      }
      chunks = [data];
      size = data.length;
    },
  };
}
