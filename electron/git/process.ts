/**
 * A small process that starts git for a large one.
 *
 * To start a program, Linux copies the tables of all memory that its parent has, and the parent stands still meanwhile: some
 * 10 ms for an engine on a virtual machine, 1 ms for a process that holds next to nothing. A run of the pipeline starts a
 * dozen gits.
 */
import type { ChildProcess } from 'node:child_process';
import { fail, ProblemError, problemFrom, type Problem } from '../../shared/problem.ts';
import { cancelled, timedOut } from './failures.ts';
import { runText, type RunText, type TextAnswer, type TextRun } from './text.ts';

type ToProcess = { readonly id: number; readonly run: TextRun } | { readonly stop: number } | 'are you there';
type FromProcess =
  'ready' | { readonly id: number; readonly answer: TextAnswer } | { readonly id: number; readonly problem: Problem };

interface Asked {
  resolve(answer: TextAnswer): void;
  reject(reason: Error): void;
}

export interface GitProcess {
  /** As `runText`; what the process was doing when it ended is `failed.git-process`, and worth another try. */
  readonly run: RunText;
}

/** It keeps the time limits of git itself. One that is this late does not, or git left something behind that holds its output. */
const usualGraceMs = 10_000;
/** Where it cannot run, it is tried again after so long. */
const restMs = 30_000;

/**
 * Runs git in the process that `start` makes, with a channel for messages of the `advanced` kind. Until it is there, and
 * while it cannot be had, git runs `here`.
 */
export function gitProcess(
  start: () => ChildProcess,
  { here = runText, graceMs = usualGraceMs }: { readonly here?: RunText; readonly graceMs?: number } = {},
): GitProcess {
  let kept: Kept | null = null;
  let restsUntil = -Infinity;
  const ensure = (): void => {
    if (kept || performance.now() < restsUntil) return;
    const rest = (): void => {
      kept = null;
      restsUntil = performance.now() + restMs;
    };
    try {
      const made = keep(start(), graceMs, () => {
        if (kept === made) rest();
      });
      kept = made;
    } catch {
      rest();
    }
  };
  return {
    async run(run, signal) {
      if (signal?.aborted) throw cancelled();
      ensure();
      return kept?.ready ? kept.ask(run, signal) : here(run, signal);
    },
  };
}

interface Kept {
  readonly ready: boolean;
  ask(run: TextRun, signal?: AbortSignal): Promise<TextAnswer>;
}

function keep(child: ChildProcess, graceMs: number, ended: () => void): Kept {
  const asked = new Map<number, Asked>();
  const state = { ready: false, heardAt: 0 };
  let last = 0;
  // Nobody waits for it but who asks.
  child.unref();
  child.channel?.unref();
  const send = (message: ToProcess): void => {
    // Why it could not be sent is what its end tells.
    child.send(message, () => undefined);
  };
  const settle = (id: number, act: (one: Asked) => void): void => {
    const one = asked.get(id);
    asked.delete(id);
    if (asked.size === 0) child.channel?.unref();
    if (one) act(one);
  };
  /** Ends it if it stands still itself: the others wait for it. */
  const look = (): void => {
    const lookedAt = performance.now();
    send('are you there');
    setTimeout(() => state.heardAt < lookedAt && child.kill('SIGKILL'), graceMs).unref();
  };
  const over = (): void => {
    state.ready = false;
    for (const id of [...asked.keys()]) settle(id, ({ reject }) => reject(gone()));
    ended();
  };
  child.on('error', over).on('exit', over).on('disconnect', over);
  child.on('message', (message) => {
    // Only git-process.ts is at the other end.
    const said = message as FromProcess;
    state.heardAt = performance.now();
    if (said === 'ready') state.ready = true;
    else if ('answer' in said) settle(said.id, ({ resolve }) => resolve(said.answer));
    else settle(said.id, ({ reject }) => reject(new ProblemError(said.problem)));
  });
  return {
    get ready() {
      return state.ready && child.connected;
    },
    async ask(run, signal) {
      const id = (last += 1);
      const late = setTimeout(() => {
        settle(id, ({ reject }) => reject(timedOut(run.args)));
        look();
      }, run.timeoutMs + graceMs);
      const stop = (): void => send({ stop: id });
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return await new Promise<TextAnswer>((resolve, reject) => {
          asked.set(id, { resolve, reject });
          child.channel?.ref();
          send({ id, run });
        });
      } finally {
        clearTimeout(late);
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}

const gone = (): ProblemError =>
  fail('failed.git-process', 'The process that runs git ended before it had answered.', { retry: true });

/** The other end: runs git for the parent of this process until it goes away. */
export function serveGit(parent: NodeJS.Process): void {
  const running = new Map<number, AbortController>();
  const { ppid } = parent;
  const answer = (message: FromProcess): void => {
    // Nobody is left to be told that there is nobody left.
    if (parent.connected) parent.send?.(message, undefined, undefined, () => undefined);
  };
  const run = async (id: number, asked: TextRun): Promise<void> => {
    const stop = new AbortController();
    running.set(id, stop);
    try {
      answer({ id, answer: await runText(asked, stop.signal) });
    } catch (thrown) {
      answer({ id, problem: problemFrom(thrown) });
    } finally {
      running.delete(id);
    }
  };
  parent.on('message', (message) => {
    // What an engine asked for just before it was killed is the next one's to decide.
    if (parent.ppid !== ppid) parent.exit(0);
    // Only the engine is at the other end.
    const asked = message as ToProcess;
    if (asked === 'are you there') answer('ready');
    else if ('stop' in asked) running.get(asked.stop)?.abort();
    else void run(asked.id, asked.run);
  });
  // A terminal tells all of its processes to stop; this one is needed until the engine has.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) parent.on(signal, () => undefined);
  parent.on('disconnect', () => parent.exit(0));
  answer('ready');
}
