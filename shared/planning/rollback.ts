/** Where an environment can go back to. Only revisions that ran here healthy, and whose images can still be had. */
import { problemOf, type Problem } from '../problem.ts';
import type { Revision } from '../domain/revision.ts';

export interface RollbackFacts {
  readonly environment: string;
  readonly current: Revision | null;
  /** Revisions that ever ran healthy here, newest first. */
  readonly healthy: readonly Revision[];
  /** Releases whose rejection forbids them, with the reason. */
  readonly rejected: ReadonlyMap<string, string>;
}

/**
 * The revision that a rollback returns to. Without a wish it is the one before what runs now, in the line that people
 * meant: after a rollback to #2 the next one goes before #2, not back to what was just left; when nothing is before it,
 * it returns to the newest other release that was good here. A wish is a revision's number, or a release's id.
 */
export function chooseRollback(facts: RollbackFacts, wish?: number | string): Revision | Problem {
  const { environment, current } = facts;
  if (!current)
    return problemOf('refused.nothing-runs', `Nothing is recorded as running in ${environment}.`, {
      hint: 'Promote a release instead.',
    });
  const chosen = wish === undefined ? defaultTarget(facts, current) : wishedTarget(facts, wish);
  if (!chosen) {
    return wish === undefined
      ? problemOf(
          'refused.no-way-back',
          `${environment} has no earlier revision that ran healthy with another release.`,
          { hint: 'A rollback becomes possible after the second promotion.' },
        )
      : problemOf(
          'refused.never-healthy',
          `${environment} never ran ${typeof wish === 'number' ? `revision ${String(wish)}` : `release ${wish}`} healthy.`,
          {
            hint: `Revisions to choose from: ${
              facts.healthy
                .slice(0, 5)
                .map((one) => `#${String(one.number)}`)
                .join(', ') || 'none'
            }.`,
          },
        );
  }
  if (chosen.number === current.number)
    return problemOf('refused.already-running', `Revision ${String(current.number)} is what ${environment} runs.`, {
      hint: 'There is nothing to do.',
    });
  const rejection = facts.rejected.get(chosen.release);
  if (rejection !== undefined)
    return problemOf('refused.rejected', `Release ${chosen.release} was rejected: ${rejection}`, {
      hint: 'Choose another revision.',
    });
  return chosen;
}

function wishedTarget(facts: RollbackFacts, wish: number | string): Revision | undefined {
  return facts.healthy.find((revision) =>
    typeof wish === 'number' ? revision.number === wish : revision.release === wish,
  );
}

function defaultTarget(facts: RollbackFacts, current: Revision): Revision | undefined {
  const scaled = unscaled(current, facts.healthy);
  const usable = (revision: Revision): boolean =>
    revision.cause !== 'scale' &&
    !facts.rejected.has(revision.release) &&
    (revision.release !== scaled.release || revision.configuration !== scaled.configuration);
  const origin = originOf(scaled, facts.healthy);
  return (
    facts.healthy.find((revision) => revision.number < origin && revision.cause === 'promotion' && usable(revision)) ??
    facts.healthy.find((revision) => revision.number < current.number && usable(revision))
  );
}

/** What a revision was before its number of containers was changed: that is no other release to return to. */
const unscaled = (revision: Revision, healthy: readonly Revision[]): Revision =>
  revision.cause === 'scale'
    ? (healthy.find(({ number, cause }) => number < revision.number && cause !== 'scale') ?? revision)
    : revision;

/** The promotion that first brought what a chain of rollbacks restored. */
function originOf(revision: Revision, healthy: readonly Revision[]): number {
  let origin = revision;
  while (origin.restores !== null) {
    const restored = healthy.find((candidate) => candidate.number === origin.restores);
    if (!restored || restored.number >= origin.number) return origin.restores;
    origin = unscaled(restored, healthy);
  }
  return origin.number;
}
