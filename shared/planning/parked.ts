/** What a hotfix has pushed aside in an environment: derived from its revisions, recorded nowhere. */
import type { Revision } from '../domain/revision.ts';

export interface ParkedFacts {
  /** Every revision of one environment that ran healthy there, newest first. */
  readonly healthy: readonly Revision[];
  readonly current: Revision | null;
  /** Whether a release was built from a branch of the hotfix lane. */
  readonly fromLane: (release: string) => boolean;
  /** Rejected releases never come back. */
  readonly rejected: (release: string) => boolean;
}

/**
 * The revision that waits to come back: the newest healthy one of a release that is none of the lane's, while a lane's
 * release runs in its place. Null as soon as it, or anything newer of the main line, runs again. The caller leaves out
 * one whose commit the lane's release holds: that was brought up to date, not pushed aside.
 */
export function parkedIn({ healthy, current, fromLane, rejected }: ParkedFacts): Revision | null {
  if (!current || !fromLane(current.release)) return null;
  const replaced = healthy.find((revision) => revision.number < current.number && !fromLane(revision.release));
  return replaced && !rejected(replaced.release) ? replaced : null;
}
