import { removedImages } from '../../shared/planning/removal.ts';
import type { RemovalPlan } from '../../shared/domain/plan.ts';
import type { Store } from '../store/store.ts';

const consideredReleases = 500;

/** The images that go with a test environment, as the history says now. */
export function imagesThatGo(store: Store, project: string, environment: string): RemovalPlan['images'] {
  const branch = store.testEnvironments.get(project, environment)?.branch ?? null;
  const { operations, runs } = store;
  return removedImages({
    environment,
    branch,
    releases: store.releases.list(project, { limit: consideredReleases }),
    revisionsOf: (release) => store.revisions.ofRelease(project, release),
    gone: store.testEnvironments.gone(project),
    working: [
      ...operations.openOfProject(project).flatMap(({ release }) => release ?? []),
      // What passed may wait long for its environment, and no operation says so.
      ...runs.waiting(project).flatMap(({ run }) => operations.get(run)?.release ?? []),
      // Merged without a merge commit, main has the branch's commit, and its run the branch's release.
      ...(branch === null ? [] : runs.releasesBeside(project, branch)),
    ],
  });
}
