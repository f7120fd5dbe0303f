/** What a test's outcome means beside its earlier ones. */
import type { TestCase } from '../domain/run.ts';

type Outcome = TestCase['status'];

/** A test that was unsteady counts as flaky for so long. */
export const flakyForMs = 14 * 24 * 3_600_000;

export interface Earlier {
  /** In the run before on the same ref; null when it was not in it. */
  readonly before: Outcome | null;
  /** In other runs at the same commit. */
  readonly sameCommit: readonly Outcome[];
  /** When it was last seen to pass and fail at one commit. */
  readonly flakyAt: number | null;
}

/** `unsteady`: now it is seen that it both passes and fails at this commit. */
export interface Judged {
  readonly newlyFailed: boolean;
  readonly flaky: boolean;
  readonly unsteady: boolean;
}

export function judgeTest(status: Outcome, { before, sameCommit, flakyAt }: Earlier, now: number): Judged {
  const other = status === 'passed' ? 'failed' : status === 'failed' ? 'passed' : null;
  const unsteady = other !== null && sameCommit.includes(other);
  return {
    newlyFailed: status === 'failed' && before === 'passed',
    flaky: unsteady || (flakyAt !== null && now - flakyAt < flakyForMs),
    unsteady,
  };
}

const places: Record<Outcome, number> = { failed: 0, passed: 2, skipped: 3 };

/** The order in which tests are shown: what broke now, what is broken, then the rest as it was reported. */
export const inOrder = <T extends { readonly status: Outcome; readonly newlyFailed: boolean }>(
  tests: readonly T[],
): T[] => tests.toSorted((a, b) => placeOf(a) - placeOf(b));

const placeOf = ({ status, newlyFailed }: { status: Outcome; newlyFailed: boolean }): number =>
  status === 'failed' && !newlyFailed ? 1 : places[status];
