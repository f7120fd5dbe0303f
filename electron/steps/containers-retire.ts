import { absent, nothingToUndo, type DeploymentStep } from './step.ts';
import { containersOf, environmentLabels } from './specs.ts';

/** Removes every container of the environment that the new revision does not consist of. Images and volumes stay. */
export const containersRetire: DeploymentStep = {
  type: 'containers.retire',
  async run({ plan, target, operation, fence, say }) {
    const kept = new Set(containersOf(plan, plan.next, operation.id).map((spec) => spec.name));
    const graceMs = Math.max(
      0,
      ...(plan.previous?.application.services ?? []).map((service) => service.stopGracePeriodMs),
    );
    for (const container of await target.list(environmentLabels(plan))) {
      if (kept.has(container.name)) continue;
      fence();
      if (container.state !== 'exited') await target.stopContainer(container.name, graceMs);
      await target.removeContainer(container.name);
      say(`removed ${container.name}`, 'note');
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
