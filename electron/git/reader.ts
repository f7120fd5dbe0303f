/**
 * Reads objects through one git that stays: a spawn costs milliseconds, a question to a running one a tenth of one. It
 * sees objects that come later, and may still see for a while what was deleted.
 */
import { fail, type ProblemError } from '../../shared/problem.ts';
import { holdOpen, type Runner } from './run.ts';

export interface StoredObject {
  readonly sha: string;
  readonly type: string;
  readonly sizeBytes: number;
}

/** Objects are named as git names them: `main^{commit}`, `SHA:path`. A name with a line break stands for nothing. */
export interface Reader {
  /** Null when the object is not there. */
  info(object: string): Promise<StoredObject | null>;
  /** The bytes of an object; null when it is not there. `usage.file-too-large` above `maxBytes`, before it is read. */
  read(object: string, maxBytes?: number): Promise<Buffer | null>;
  close(): void;
}

export interface ReaderOptions {
  /** Links on the way of a path are followed inside its tree; one that leads nowhere or out of it stands for nothing. */
  readonly followsLinks?: boolean;
  /** Its git ends when nothing was asked for so long; it starts again with the next question. */
  readonly idleMs?: number;
  /** Its git is another one after so long: what was deleted and what it holds open are given up. */
  readonly oldestMs?: number;
}

const defaultMaxBytes = 32 * 1024 * 1024;
const answerTimeoutMs = 60_000;

interface Question {
  readonly verb: 'info' | 'contents';
  readonly answer: (object: (StoredObject & { bytes: Buffer }) | null) => void;
  readonly refuse: (reason: unknown) => void;
}

/**
 * A reader whose git starts with the first question. Rejects with `failed.git` when that git ended, and with
 * `failed.timeout` when an answer took a minute; both are worth another try.
 */
export function readerOn(
  runner: Runner,
  { followsLinks = false, idleMs, oldestMs = Infinity }: ReaderOptions = {},
): Reader {
  let conversation: Conversation | null = null;
  let begunAt = 0;
  let idle: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearTimeout(idle);
    conversation?.end();
    conversation = null;
  };
  const current = (): Conversation => {
    if (performance.now() - begunAt > oldestMs) close();
    if (conversation && !conversation.ended) return conversation;
    begunAt = performance.now();
    conversation = converse(runner, followsLinks);
    return conversation;
  };
  const ask = async (verb: Question['verb'], object: string) => {
    if (object === '' || /[\0\n]/.test(object)) return null;
    clearTimeout(idle);
    const answer = await current().ask(verb, object);
    clearTimeout(idle);
    if (idleMs !== undefined) idle = setTimeout(close, idleMs).unref();
    return answer;
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
    close,
  };
}

interface Conversation {
  readonly ended: boolean;
  ask(verb: Question['verb'], object: string): Promise<(StoredObject & { bytes: Buffer }) | null>;
  /** No more questions; those that were asked are answered still. */
  end(): void;
}

function converse(runner: Runner, followsLinks: boolean): Conversation {
  const child = runner.converse(['cat-file', '--batch-command', ...(followsLinks ? ['--follow-symlinks'] : [])]);
  const questions: Question[] = [];
  const state = { ended: false };
  let timer: NodeJS.Timeout | undefined;
  const end = (reason: ProblemError): void => {
    state.ended = true;
    clearTimeout(timer);
    for (const question of questions.splice(0)) question.refuse(reason);
  };
  const gone = (cause?: unknown): void => {
    end(fail('failed.git', 'git cat-file ended before it had answered.', { retry: true, cause }));
  };
  const tooLate = (): void => {
    end(timedOut());
    child.kill();
  };
  const answers = answersOf({
    found(answer) {
      questions.shift()?.answer(answer);
      clearTimeout(timer);
      if (questions.length > 0) timer = setTimeout(tooLate, answerTimeoutMs);
      else holdOpen(child, false);
    },
    lost() {
      questions.shift()?.answer(null);
      gone();
      child.kill();
    },
  });
  child.stdout.on('data', (chunk: Buffer) => {
    answers.push(chunk, () => questions[0]?.verb === 'contents');
  });
  child.stdin.on('error', gone);
  child.on('error', gone);
  child.on('close', () => gone());
  return {
    get ended() {
      return state.ended;
    },
    ask: (verb, object) =>
      new Promise((answer, refuse) => {
        if (questions.length === 0) {
          holdOpen(child, true);
          timer = setTimeout(tooLate, answerTimeoutMs);
        }
        questions.push({ verb, answer, refuse });
        child.stdin.write(`${verb} ${object}\n`);
      }),
    end() {
      state.ended = true;
      child.stdin.end();
    },
  };
}

const timedOut = (): ProblemError =>
  fail('failed.timeout', 'git cat-file did not answer in time.', {
    hint: 'The disk may be slow or the repository very large. Try again.',
    retry: true,
  });

interface Answers {
  found(answer: (StoredObject & { bytes: Buffer }) | null): void;
  /** The question stands for nothing, and what is said from here on belongs to no question for certain. */
  lost(): void;
}

/**
 * Cuts the stream of answers: a header line, and behind it the bytes where contents were asked for. A link that was
 * followed in vain has bytes behind its header whatever was asked: the name that was asked for, or, where it leads out of
 * its tree, its own text. Of that text git tells a length that it does not keep when there is a NUL in it, and it may be of
 * any length: it is not read.
 */
function answersOf({ found, lost }: Answers) {
  let over = false;
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 0;
  return {
    push(chunk: Buffer, wantsContents: () => boolean): void {
      if (over) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size < needed) return;
      let data = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      for (;;) {
        const line = data.indexOf(10);
        needed = 0;
        if (line < 0) break;
        const header = data.toString('latin1', 0, line);
        const [, sha = '', type = '', sizeText = ''] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header) ?? [];
        over = /^symlink \d+$/.test(header);
        if (over) {
          chunks = [];
          lost();
          return;
        }
        const vain = /^(?:dangling|loop|notdir) (\d+)$/.exec(header)?.[1];
        const behind = vain ?? (wantsContents() && sha !== '' ? sizeText : undefined);
        needed = line + 1 + (behind === undefined ? 0 : Number(behind) + 1);
        if (data.length < needed) break;
        const bytes = Buffer.from(data.subarray(line + 1, Math.max(line + 1, needed - 1)));
        data = data.subarray(needed);
        found(sha === '' ? null : { sha, type, sizeBytes: Number(sizeText), bytes });
      }
      chunks = [data];
      size = data.length;
    },
  };
}
