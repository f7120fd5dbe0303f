import type { SideFront } from '../../shared/domain/plan.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import type { Json } from '../../shared/problem.ts';
import type { Say, Target } from '../targets/target.ts';
import { frontImage } from './images-ensure.ts';

/**
 * The image that a front can be made anew of, on the engine when this resolves: the one that was recorded for it, else
 * what its name stands for now, else that of the container that is there. Rejects when none can be had.
 *
 * @param recorded what `images.ensure` recorded
 * @param found the front's container, where there is one
 */
export async function imageForFront(
  target: Target,
  front: SideFront,
  recorded: Json,
  found: ContainerState | null,
  say: Say,
  signal: AbortSignal,
): Promise<string> {
  const id = frontImage(recorded);
  if (id !== null && (await target.imageId(id)) !== null) return id;
  try {
    return await target.ensureImage(front.image, say, signal);
  } catch (thrown) {
    if (found && (await target.imageId(found.image)) !== null) return found.image;
    throw thrown;
  }
}
