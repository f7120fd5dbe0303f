/** Images that somebody removed by hand: known beforehand, so that what needs them is refused with the reason. */
import { shortSha } from '../../shared/domain/commit.ts';
import type { Artifact } from '../../shared/domain/release.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { Target } from '../targets/target.ts';

/**
 * Why the images of a release cannot be had; null when they can. One that a registry keeps is pulled. `build` in the
 * problem's details is the commit that `release.build` makes new ones of.
 */
export async function missingImages(
  target: Target,
  { artifacts, commit }: { readonly artifacts: readonly Artifact[]; readonly commit: string },
): Promise<Problem | null> {
  const local = artifacts.filter((artifact) => !artifact.reference.includes('@'));
  const present = await target.hasArtifacts(local);
  const gone = local.filter((artifact) => !present.has(artifact.digest));
  if (gone.length === 0) return null;
  return problemOf(
    'refused.image-missing',
    `The image of ${gone.map((artifact) => artifact.service).join(', ')} is no longer on the engine: somebody removed it.`,
    {
      hint: `Build its commit again (slipway build --ref ${shortSha(commit)}): that makes a new release with a new digest, not the one that ran.`,
      details: { digests: gone.map((artifact) => artifact.digest), build: commit },
    },
  );
}
