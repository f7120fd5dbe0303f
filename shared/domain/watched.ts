/** What is known of a branch that may be built by itself. It outlives the engine: what moved meanwhile is noticed. */
import type { Problem } from '../problem.ts';

/** Where a branch is: in the user's repository, and at the remote that is asked. */
export interface Sides {
  readonly local: string | null;
  readonly remote: string | null;
}

/** Who said first that there is something new. */
export type WatchTrigger = 'push' | 'webhook';

export interface Waiting {
  readonly branch: string;
  readonly commit: string;
  /** When the branch took its place in line; what is pushed over it keeps the place. */
  readonly since: number;
  readonly trigger: WatchTrigger;
}

export interface KnownBranch extends Sides {
  readonly branch: string;
  /** The commit that waits to be built, if any. */
  readonly waiting: Waiting | null;
  /** What was built of it last: the commit, and the run, or why there could be none. */
  readonly built: { readonly commit: string; readonly run: string | null; readonly problem: Problem | null } | null;
}

/** Whether the same branches are at the same commits. */
export const areSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  one.size === other.size && [...one].every(([branch, commit]) => other.get(branch) === commit);
