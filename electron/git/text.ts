/** A git whose output is a short text: the only place that knows simple-git. */
import { simpleGit } from 'simple-git';
import { cancelled, failure, stderrKept, timedOut, tooMuch } from './failures.ts';

/** One run of git as data, so that another process can do it (process.ts). */
export interface TextRun {
  readonly cwd: string;
  /** All of it; nothing of this process's own. */
  readonly environment: Record<string, string>;
  readonly args: readonly string[];
  readonly input?: string | Uint8Array;
  /** Exit codes, beside 0, that are an answer and not a failure. */
  readonly accepts?: readonly number[];
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface TextAnswer {
  readonly output: string;
  readonly exitCode: number;
}

/** Rejects with a `ProblemError`: `failed.git`, `failed.git-missing`, `failed.timeout`, `failed.cancelled`, `failed.too-large`. */
export type RunText = (run: TextRun, signal?: AbortSignal) => Promise<TextAnswer>;

/** Runs git here, through simple-git. */
export const runText: RunText = async (command, signal) => {
  const timeout = AbortSignal.timeout(command.timeoutMs);
  const tooLarge = new AbortController();
  const abort = AbortSignal.any([timeout, tooLarge.signal, ...(signal ? [signal] : [])]);
  const ended = { exitCode: 0, stderr: '' };
  const git = simpleGit({
    baseDir: command.cwd,
    abort,
    // Only `close` says that all output has arrived; `exit` may come before it.
    completion: { onClose: true, onExit: false },
    allowEnvironment: Object.keys(command.environment),
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
    .env(command.environment)
    .outputHandler((_name, stdout) => {
      let size = 0;
      stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > command.maxBytes) tooLarge.abort();
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
  return { output, exitCode: ended.exitCode };
};
