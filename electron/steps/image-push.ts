import { absent, nothingToUndo, type BuildStep } from './step.ts';
import { imageOf } from './image-build.ts';

/** Pushes one image; what the registry answers is its digest. Pushing again sends only what is missing. */
export const imagePush: BuildStep = {
  type: 'image.push',
  async run(context) {
    const image = imageOf(context);
    let digest = '';
    for (const tag of image.tags) digest = await context.target.pushImage(image.name, tag, context.say, context.signal);
    return { digest };
  },
  probe: () => Promise.resolve(absent),
  // A digest in a registry harms nobody, and the registry may keep it for others: it stays.
  undo: nothingToUndo,
};
