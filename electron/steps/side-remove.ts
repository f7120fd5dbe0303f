import { removesSide, replicasOf } from '../../shared/planning/standing.ts';
import { label } from '../targets/labels.ts';
import { containersOf } from './specs.ts';
import { absent, nothingToUndo, type DeploymentStep } from './step.ts';

/** Removes containers that were stopped for good. */
export const sideRemove: DeploymentStep = {
  type: removesSide,
  async run({ plan, target, step, operation, fence }) {
    const replicas = replicasOf(step) ?? {};
    const specs = plan.previous ? containersOf(plan, plan.previous, operation.id) : [];
    for (const { name, service, labels } of specs) {
      if (!Object.hasOwn(replicas, service.name)) continue;
      if (!replicas[service.name]?.includes(Number(labels[label.replica]))) continue;
      fence();
      await target.stopContainer(name, service.stopGracePeriodMs);
      await target.removeContainer(name);
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
