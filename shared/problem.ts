/**
 * Errors as data: what happened, why, and what to do next. The same shape on every wire.
 *
 * The first segment of a code is its class, and the class decides the exit code of the CLI and the tone of the
 * interface: `usage.*` wrong input, `refused.*` a gate or policy said no, `conflict.*` somebody else was first,
 * `attention.*` a person must decide, `failed.*` everything else.
 */
export interface Problem {
  /** `class.what-happened`, stable: others match on it. */
  readonly code: `${ProblemClass}.${string}`;
  /** What happened and why, one or two sentences, without secrets. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string | null;
  /** Whether the same call may succeed later without any change. */
  readonly retry: boolean;
  readonly details: Record<string, Json>;
}

export const problemClasses = ['usage', 'refused', 'conflict', 'attention', 'failed'] as const;
export type ProblemClass = (typeof problemClasses)[number];
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A `Problem` on its way up the stack. Everything that Slipway throws on purpose is one of these. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export interface ProblemOptions {
  readonly hint?: string;
  readonly retry?: boolean;
  readonly details?: Record<string, Json>;
  readonly cause?: unknown;
}

/** Makes the data of a problem. */
export function problemOf(code: Problem['code'], message: string, options: ProblemOptions = {}): Problem {
  return {
    code,
    message,
    hint: options.hint ?? null,
    retry: options.retry ?? false,
    details: options.details ?? {},
  };
}

/** Makes a throwable problem: `throw fail('usage.no-such-release', '…')`. */
export function fail(code: Problem['code'], message: string, options: ProblemOptions = {}): ProblemError {
  return new ProblemError(problemOf(code, message, options), options.cause);
}

/**
 * The problem inside anything that was thrown. What is not a `ProblemError` is a fault of ours: it becomes
 * `failed.unexpected` with its message, so that nothing is swallowed.
 */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return problemOf('failed.unexpected', message || 'Something failed without saying why.', {
    hint: 'This is a fault in Slipway. The operation log has more.',
  });
}

/** The class of a problem: the first segment of its code. */
export function classOf(problem: Problem): ProblemClass {
  const head = problem.code.split('.', 1)[0];
  return problemClasses.find((name) => name === head) ?? 'failed';
}

/** The CLI's exit code: 1 failed, 2 wrong use, 3 refused, 4 conflict, 5 needs attention. */
export function exitCodeOf(problem: Problem): 1 | 2 | 3 | 4 | 5 {
  return ({ failed: 1, usage: 2, refused: 3, conflict: 4, attention: 5 } as const)[classOf(problem)];
}
