import { pinOf } from './source-pin.ts';
import { absent, nothingToUndo, type BuildStep } from './step.ts';

/** Lets go of the commit of a run that made no release of its own. */
export const sourceUnpin: BuildStep = {
  type: 'source.unpin',
  async run(context) {
    await context.repository.unpin(pinOf(context));
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
