/** What a git says that did not do what it was started for, as problems. */
import { fail, type ProblemError } from '../../shared/problem.ts';

/** How git ended, when it did so in a way that the caller did not expect. `details` carry the exit code and its words. */
export const gitFailed = 'failed.git';

/** As many characters of git's own words are kept. */
export const stderrKept = 16 * 1024;

export function failure(args: readonly string[], exitCode: number, stderr: string, cause?: unknown): ProblemError {
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

export const cancelled = (cause?: unknown): ProblemError =>
  fail('failed.cancelled', 'Reading the repository was cancelled.', { cause });
export const tooMuch = (args: readonly string[], cause?: unknown): ProblemError =>
  fail('failed.too-large', `git ${args[0]} answered with more than Slipway reads.`, { cause });
export const timedOut = (args: readonly string[], cause?: unknown): ProblemError =>
  fail('failed.timeout', `git ${args[0]} did not answer in time.`, {
    hint: 'The disk may be slow or the repository very large. Try again.',
    retry: true,
    cause,
  });
