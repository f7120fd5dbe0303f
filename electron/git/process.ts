/**
 * A small process that starts git for a large one.
 *
 * To start a program, Linux copies the tables of all memory that its parent has, and the parent stands still meanwhile: some
 * 10 ms for an engine on a virtual machine, 1 ms for a process that holds next to nothing. A run of the pipeline starts a
 * dozen gits.
 */
import type { ChildProcess } from 'node:child_process';
import { fail, ProblemError, problemFrom, type Problem } from '../../shared/problem.ts';
import { cancelled, gitFailed } from './failures.ts';
import { runText, type RunText, type TextAnswer, type TextRun } from './text.ts';

type ToProcess = { readonly id: number; readonly run: TextRun } | { readonly stop: number };
type FromProcess =
  'ready' | { readonly id: number; readonly answer: TextAnswer } | { readonly id: number; readonly problem: Problem };

interface Asked {
  resolve(answer: TextAnswer): void;
  reject(reason: Error): void;
}

export interface GitProcess {
  /** As `runText`; what the process was doing when it ended is `failed.git`, and worth another try. */
  readonly run: RunText;
  /** Lets it end when it has answered. */
  close(): void;
}

/** It keeps the time limits of git itself; one that is this late keeps none. */
const graceMs = 10_000;
/** Where it cannot run, it is tried again after so long. */
const restMs = 30_000;

/**
 * Runs git in the process that `start` makes, with a channel for messages of the `advanced` kind. Until it is there, and
 * while it cannot be had, git runs `here`.
 */
export function gitProcess(start: () => ChildProcess, here: RunText = runText): GitProcess {
  let kept: Kept | null = null;
  let restedAt = -Infinity;
  const ensure = (): void => {
    if (kept || performance.now() < restedAt) return;
    const made = keep(start(), () => {
      if (kept !== made) return;
      kept = null;
      restedAt = performance.now() + restMs;
    });
    kept = made;
  };
  return {
    async run(run, signal) {
      if (signal?.aborted) throw cancelled();
      ensure();
      return kept?.ready ? kept.ask(run, signal) : here(run, signal);
    },
    close() {
      const last = kept;
      kept = null;
      restedAt = Infinity;
      last?.close();
    },
  };
}

interface Kept {
  readonly ready: boolean;
  ask(run: TextRun, signal?: AbortSignal): Promise<TextAnswer>;
  close(): void;
}

function keep(child: ChildProcess, ended: () => void): Kept {
  const asked = new Map<number, Asked>();
  const state = { ready: false, closing: false };
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
    if (asked.size === 0) {
      child.channel?.unref();
      if (state.closing && child.connected) child.disconnect();
    }
    if (one) act(one);
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
      const late = setTimeout(() => child.kill('SIGKILL'), run.timeoutMs + graceMs);
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
    close() {
      state.closing = true;
      if (asked.size === 0 && child.connected) child.disconnect();
    },
  };
}

const gone = (): ProblemError =>
  fail(gitFailed, 'The process that runs git ended before it had answered.', { retry: true });

/** The other end: runs git for the parent of this process until it goes away. */
export function serveGit(parent: NodeJS.Process): void {
  const running = new Map<number, AbortController>();
  const answer = (message: FromProcess): void => {
    if (parent.connected) parent.send?.(message);
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
    // Only the engine is at the other end.
    const asked = message as ToProcess;
    if ('stop' in asked) running.get(asked.stop)?.abort();
    else void run(asked.id, asked.run);
  });
  // A terminal tells all of its processes to stop; this one is needed until the engine has.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) parent.on(signal, () => undefined);
  parent.on('disconnect', () => parent.exit(0));
  answer('ready');
}
