import { keptReleases, lastingRevisions } from '../../shared/planning/retention.ts';
import { absent, nothingToUndo, type BuildStep } from './step.ts';

/** How many releases that never ran anywhere keep their images. */
const keptUnused = 10;
const consideredReleases = 500;

/** Removes the images of releases that nothing can need any more. What ran healthy anywhere is a way back and stays. */
export const imagesPrune: BuildStep = {
  type: 'images.prune',
  async run({ plan, store, target, say }) {
    const releases = store.releases.list(plan.project, { limit: consideredReleases });
    const working = store.operations.openOfProject(plan.project).flatMap((operation) => operation.release ?? []);
    const kept = keptReleases({
      releases,
      revisions: lastingRevisions(
        releases.flatMap((release) => store.revisions.ofRelease(plan.project, release.id)),
        store.testEnvironments.gone(plan.project),
      ),
      working,
      newest: keptUnused,
    });
    const needed = new Set(
      releases
        .filter((release) => kept.has(release.id))
        .flatMap((release) => release.artifacts.map((artifact) => artifact.imageId)),
    );
    for (const release of releases.filter((candidate) => !kept.has(candidate.id))) {
      const unused = release.artifacts.filter((artifact) => !needed.has(artifact.imageId));
      // Tidying up never fails a release that is built.
      const present = await target.hasArtifacts(unused).catch(() => new Set<string>());
      for (const artifact of unused.filter((candidate) => present.has(candidate.digest))) {
        // A container that a person started from it keeps it: that is their wish, not a failure of the build.
        const removed = await target.removeImage(artifact.imageId).then(
          () => true,
          () => false,
        );
        if (removed) say(`removed the image of ${artifact.service} in release ${release.id}, which never ran`, 'note');
      }
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
