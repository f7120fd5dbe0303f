/**
 * Runs git. The one place that starts it: with the environment of `environment.ts`, a time limit, a cap on output, and
 * failures as `Problem`s. Short text goes through simple-git (text.ts); what is long or binary is streamed. Nothing else
 * starts git.
 */
import { ChildProcess, spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { environmentFor, type Place } from './environment.ts';
import { cancelled, failure, stderrKept, timedOut, tooMuch } from './failures.ts';
import { runText, type RunText } from './text.ts';

/** A git command as a value: what to run, which failures are answers, and how to read the output. */
export interface Command<T> {
  /** Begins with the subcommand. Names that come from outside never stand where an option could. */
  readonly args: readonly string[];
  /** Standard input. Commands that read it must have it. */
  readonly input?: string | Uint8Array;
  /** Exit codes, beside 0, that are an answer and not a failure. */
  readonly accepts?: readonly number[];
  /** Default 16 MiB. */
  readonly maxBytes?: number;
  /** Default 60,000. */
  readonly timeoutMs?: number;
  parse(output: string, exitCode: number): T;
}

export interface Runner {
  /** Rejects with a `ProblemError`: `failed.git`, `failed.git-missing`, `failed.timeout`, `failed.cancelled`, `failed.too-large`. */
  run<T>(command: Command<T>, signal?: AbortSignal): Promise<T>;
  /**
   * The same for a git that starts programs of the person (ssh, credential helpers): in a session of its own, so that
   * none of them finds a terminal to ask at, and all of them end with it.
   */
  runApart<T>(command: Command<T>, signal?: AbortSignal): Promise<T>;
  /** Standard output as it comes. A failure destroys the stream with the same problems; destroying the stream ends git. */
  stream(args: readonly string[], options?: StreamOptions): Readable;
  /** Starts a git that goes on answering until its input ends. It does not keep Slipway alive; its words are ignored. */
  converse(args: readonly string[]): ChildProcessByStdio<Writable, Readable, null>;
}

export interface StreamOptions {
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** In a session of its own, which ends as a whole. */
  readonly apart?: boolean;
}

const defaults = { maxBytes: 16 * 1024 * 1024, timeoutMs: 60_000 };

let textsBy: RunText = runText;

/** From now on, all short texts in this process come through `run`. */
export function runTextsBy(run: RunText): void {
  textsBy = run;
}

/** A runner for a place, with the environment in which nothing of a repository or a person counts unless another is given. */
export function runnerAt(place: Place, environment = environmentFor(place, process.env)): Runner {
  return {
    run: (command, signal) => runShort(place, environment, command, signal),
    runApart: (command, signal) => runApart(place, environment, command, signal),
    stream: (args, options = {}) => runStream(place, environment, args, options),
    converse(args) {
      const child = spawn('git', [...args], {
        cwd: place.cwd,
        env: environment,
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      if (!isStarted(child)) throw failure(args, -1, 'it could not be started');
      holdOpen(child, false);
      return child;
    },
  };
}

/** Where this process may open no more files there is nothing to talk to a program by, and its failure is told to nobody. */
function isStarted(child: ChildProcessByStdio<Writable, Readable, Readable | null>): boolean {
  if (child.stdout as Readable | undefined) return true;
  child.on('error', () => undefined);
  return false;
}

/** Whether a conversation keeps Slipway alive: while an answer is waited for, until git has ended even. */
export function holdOpen(child: ChildProcessByStdio<Writable, Readable, null>, wanted: boolean): void {
  for (const handle of [child, child.stdout, child.stdin]) {
    if (!(handle instanceof ChildProcess || handle instanceof Socket)) continue;
    if (wanted) handle.ref();
    else handle.unref();
  }
}

/** All bytes of a stream that is known to be short. */
export async function collected(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function runShort<T>(
  { cwd }: Place,
  environment: Record<string, string>,
  { args, input, accepts, maxBytes, timeoutMs, parse }: Command<T>,
  signal?: AbortSignal,
): Promise<T> {
  const answer = await textsBy(
    {
      ...{ cwd, environment, args },
      ...(input === undefined ? {} : { input }),
      ...(accepts === undefined ? {} : { accepts }),
      maxBytes: maxBytes ?? defaults.maxBytes,
      timeoutMs: timeoutMs ?? defaults.timeoutMs,
    },
    signal,
  );
  return parse(answer.output, answer.exitCode);
}

async function runApart<T>(
  place: Place,
  environment: Record<string, string>,
  command: Command<T>,
  signal?: AbortSignal,
): Promise<T> {
  const stream = runStream(place, environment, command.args, {
    apart: true,
    timeoutMs: command.timeoutMs ?? defaults.timeoutMs,
    ...(command.input === undefined ? {} : { input: command.input }),
    ...(signal ? { signal } : {}),
  });
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > (command.maxBytes ?? defaults.maxBytes)) stream.destroy(tooMuch(command.args));
  });
  return command.parse((await collected(stream)).toString('utf8'), 0);
}

function runStream(
  place: Place,
  environment: Record<string, string>,
  args: readonly string[],
  options: StreamOptions,
): Readable {
  const out = new PassThrough();
  if (options.signal?.aborted) return out.destroy(cancelled());
  const apart = options.apart === true && process.platform !== 'win32';
  const child = spawn('git', [...args], {
    cwd: place.cwd,
    env: environment,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Windows has no such sessions, and would open a console.
    detached: apart,
  });
  if (!isStarted(child)) return out.destroy(failure(args, -1, 'it could not be started'));
  const timeout = options.timeoutMs === undefined ? null : AbortSignal.timeout(options.timeoutMs);
  const stop = AbortSignal.any([...(timeout ? [timeout] : []), ...(options.signal ? [options.signal] : [])]);
  const kill = (): void => {
    if (!apart || child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      child.kill('SIGTERM');
    else
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {
        // All of it has ended just now.
      }
  };
  const abort = (): void => {
    out.destroy(options.signal?.aborted ? cancelled() : timedOut(args));
  };
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < stderrKept) stderr += text;
  });
  // git may end without reading all of its input; its exit code says what that means.
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  child.stdout.pipe(out, { end: false });
  child.on('error', (cause) => out.destroy(failure(args, -1, String(cause), cause)));
  child.on('close', (exitCode) => {
    if (exitCode === 0) out.end();
    else out.destroy(failure(args, exitCode ?? -1, stderr));
  });
  stop.addEventListener('abort', abort, { once: true });
  out.once('close', () => {
    stop.removeEventListener('abort', abort);
    kill();
  });
  return out;
}
