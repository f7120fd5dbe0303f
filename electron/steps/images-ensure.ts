import { isArtifact } from '../../shared/domain/naming.ts';
import { fail, problemFrom, type Json } from '../../shared/problem.ts';
import type { Say, Target } from '../targets/target.ts';
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
    const front = plan.next.front ? await ensureFront(plan.next.front.image, target, say, signal) : null;
    return front === null ? { images } : { images, front };
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};

async function ensureFront(reference: string, target: Target, say: Say, signal: AbortSignal): Promise<string> {
  try {
    return await target.ensureImage(reference, say, signal);
  } catch (thrown) {
    const problem = problemFrom(thrown);
    if (problem.code === 'failed.cancelled' || problem.code.startsWith('failed.engine')) throw thrown;
    throw fail('refused.front-image', `The load balancer’s image ${reference} cannot be had: ${problem.message}`, {
      hint: 'Name one that is on the engine as front.image, or set rollout.strategy to rehearsed to go without one.',
      details: { reference },
      cause: thrown,
    });
  }
}

/** The id of the front's image, as `images.ensure` recorded it. */
export function frontImage(data: Json): string | null {
  const front = typeof data === 'object' && data !== null && !Array.isArray(data) ? data['front'] : null;
  return typeof front === 'string' ? front : null;
}

/** The ids of the dependencies' images, as `images.ensure` recorded them. */
export function dependencyImages(data: Json): Record<string, string> {
  const images = typeof data === 'object' && data !== null && !Array.isArray(data) ? data['images'] : null;
  return typeof images === 'object' && images !== null && !Array.isArray(images)
    ? (images as Record<string, string>)
    : {};
}
