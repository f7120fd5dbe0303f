import { removesSide } from '../../shared/planning/standing.ts';
import { going } from './side-stop.ts';
import { absent, nothingToUndo, type DeploymentStep } from './step.ts';

/** Removes containers that were stopped for good. */
export const sideRemove: DeploymentStep = {
  type: removesSide,
  async run(context) {
    const { target, fence } = context;
    fence();
    await Promise.all(
      going(context).map(async ({ name, service }) => {
        await target.stopContainer(name, service.stopGracePeriodMs);
        await target.removeContainer(name);
      }),
    );
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
