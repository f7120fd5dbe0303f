/** What goes with a test environment, and in which order. */
import type { RemovalPlan } from '../domain/plan.ts';
import type { Release } from '../domain/release.ts';
import type { Revision } from '../domain/revision.ts';
import { frozen } from './frozen.ts';
import { lastingRevisions } from './retention.ts';

/** The plan of a removal. Its one step is the point of no return: half an environment is none. */
export const planRemoval = (facts: Omit<RemovalPlan, 'kind' | 'steps'>): RemovalPlan =>
  frozen({
    kind: 'remove',
    ...facts,
    steps: [
      {
        id: 'environment.remove',
        type: 'environment.remove',
        title: `Remove ${facts.environment} with everything that it used`,
        input: null,
        commits: true,
      },
    ],
  });

export interface RemovedImagesFacts {
  readonly environment: string;
  /** The branch that the environment was of; null for one of a working tree. */
  readonly branch: string | null;
  readonly releases: readonly Release[];
  /** All revisions of a release, wherever it ran. */
  revisionsOf(release: string): readonly Revision[];
  /** Environments that were removed before: what ran there alone is no way back any more. */
  readonly gone: ReadonlySet<string>;
  /** Releases that anything else works with, or is about to. */
  readonly working: readonly string[];
}

/**
 * Images of the environment’s own releases that nothing else needs: those of its branch or of a working tree, which ran
 * nowhere else that still is. One that shares an image with any other release keeps it.
 */
export function removedImages(facts: RemovedImagesFacts): RemovalPlan['images'] {
  const { environment, branch, releases, gone, working } = facts;
  const goes = (release: Release): boolean => {
    if (release.workingTree !== environment && (branch === null || release.ref !== branch)) return false;
    const revisions = facts.revisionsOf(release.id);
    const elsewhere = lastingRevisions(revisions, gone).some((one) => one.environment !== environment);
    return (revisions.length > 0 || release.workingTree === environment) && !elsewhere && !working.includes(release.id);
  };
  const going = releases.filter(goes);
  const needed = new Set(
    releases
      .filter((release) => !going.includes(release))
      .flatMap(({ artifacts }) => artifacts.map(({ imageId }) => imageId)),
  );
  return going.flatMap(({ id, artifacts }) =>
    artifacts
      .filter(({ imageId }) => !needed.has(imageId))
      .map(({ service, imageId }) => ({ release: id, service, imageId })),
  );
}
