/**
 * Runs git. The one place that starts it: with the environment of `environment.ts`, a time limit, a cap on output, and
 * failures as `Problem`s. Short text goes through simple-git; what is long or binary is streamed. Nothing else imports
 * simple-git, and nothing else starts git.
 */
import { ChildProcess, spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { simpleGit } from 'simple-git';
import { fail, type ProblemError } from '../../shared/problem.ts';
import { environmentFor, type Place } from './environment.ts';

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

/** How git ended, when it did so in a way that the caller did not expect. `details` carry the exit code and its words. */
export const gitFailed = 'failed.git';

const defaults = { maxBytes: 16 * 1024 * 1024, timeoutMs: 60_000 };
const stderrKept = 16 * 1024;

/** A runner for a place, with the environment in which nothing of a repository or a person counts unless another is given. */
export function runnerAt(place: Place, environment = environmentFor(place, process.env)): Runner {
  return {
    run: (command, signal) => runText(place, environment, command, signal),
    runApart: (command, signal) => runApart(place, environment, command, signal),
    stream: (args, options = {}) => runStream(place, environment, args, options),
    converse(args) {
      const child = spawn('git', [...args], {
        cwd: place.cwd,
        env: environment,
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      holdOpen(child, false);
      return child;
    },
  };
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

async function runText<T>(
  place: Place,
  environment: Record<string, string>,
  command: Command<T>,
  signal?: AbortSignal,
): Promise<T> {
  const timeout = AbortSignal.timeout(command.timeoutMs ?? defaults.timeoutMs);
  const tooLarge = new AbortController();
  const abort = AbortSignal.any([timeout, tooLarge.signal, ...(signal ? [signal] : [])]);
  const ended = { exitCode: 0, stderr: '' };
  const git = simpleGit({
    baseDir: place.cwd,
    abort,
    // Only `close` says that all output has arrived; `exit` may come before it.
    completion: { onClose: true, onExit: false },
    allowEnvironment: Object.keys(environment),
    // These guard against configuration and environment that a caller slips in. Here they are the protection itself,
    // written by environment.ts and by nobody else; the guards on arguments stay on.
    unsafe: {
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeAskPass: true,
      allowUnsafeEditor: true,
      allowUnsafePager: true,
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeSshCommand: true,
      allowUnsafeTemplateDir: true,
    },
    // As bytes: simple-git takes an empty text for none and would leave the input open.
    ...(command.input === undefined ? {} : { input: () => Buffer.from(command.input ?? '') }),
    errors: (error, result) => {
      ended.exitCode = result.exitCode;
      ended.stderr = Buffer.concat(result.stdErr).toString('utf8', 0, stderrKept);
      const answered = result.exitCode === 0 || (command.accepts?.includes(result.exitCode) ?? false);
      return answered && !abort.aborted ? undefined : (error ?? Buffer.from('unexpected exit'));
    },
  })
    .env(environment)
    .outputHandler((_name, stdout) => {
      let size = 0;
      stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > (command.maxBytes ?? defaults.maxBytes)) tooLarge.abort();
      });
      // simple-git waits 50 ms for what a silent git may still say; behind the end of its output nothing comes.
      stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)));
    });
  let output: string;
  try {
    output = await git.raw([...command.args]);
  } catch (cause) {
    if (signal?.aborted) throw cancelled(cause);
    if (timeout.aborted) throw timedOut(command.args, cause);
    if (tooLarge.signal.aborted) throw tooMuch(command.args, cause);
    throw failure(command.args, ended.exitCode, ended.stderr || String(cause), cause);
  }
  return command.parse(output, ended.exitCode);
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

function failure(args: readonly string[], exitCode: number, stderr: string, cause?: unknown): ProblemError {
  const words = stderr.trim().slice(0, 2000);
  if (/\bENOENT\b/.test(words) && exitCode < 0) {
    return fail('failed.git-missing', 'Git is not installed, or not on the PATH.', {
      hint: 'Install Git 2.39 or newer and start Slipway again.',
      cause,
    });
  }
  return fail(gitFailed, `git ${args[0]} failed with exit code ${exitCode}: ${words || 'it gave no reason'}`, {
    details: { exitCode, stderr: words },
    ...(cause === undefined ? {} : { cause }),
  });
}

const cancelled = (cause?: unknown): ProblemError =>
  fail('failed.cancelled', 'Reading the repository was cancelled.', { cause });
const tooMuch = (args: readonly string[], cause?: unknown): ProblemError =>
  fail('failed.too-large', `git ${args[0]} answered with more than Slipway reads.`, { cause });
const timedOut = (args: readonly string[], cause?: unknown): ProblemError =>
  fail('failed.timeout', `git ${args[0]} did not answer in time.`, {
    hint: 'The disk may be slow or the repository very large. Try again.',
    retry: true,
    cause,
  });
