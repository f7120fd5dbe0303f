import { isArtifact } from '../../shared/domain/naming.ts';
import type { Json } from '../../shared/problem.ts';
import { absent, nothingToUndo, type DeploymentStep } from './step.ts';

/** Has every image on the engine before anything else moves: a registry that is down stops a deployment here, harmlessly. */
export const imagesEnsure: DeploymentStep = {
  type: 'images.ensure',
  async run({ plan, target, say, signal }) {
    const images: Record<string, string> = {};
    for (const service of plan.next.application.services) {
      if (isArtifact(service)) {
        const artifact = plan.next.artifacts.find((candidate) => candidate.service === service.name);
        if (artifact) await target.ensureArtifact(artifact, say, signal);
      } else if (service.image !== null) {
        images[service.name] = await target.ensureImage(service.image, say, signal);
      }
    }
    return { images };
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};

/** The ids of the dependencies' images, as `images.ensure` recorded them. */
export function dependencyImages(data: Json): Record<string, string> {
  const images = typeof data === 'object' && data !== null && !Array.isArray(data) ? data['images'] : null;
  return typeof images === 'object' && images !== null && !Array.isArray(images)
    ? (images as Record<string, string>)
    : {};
}
