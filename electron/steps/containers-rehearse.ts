import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';
import { awaitHealthy } from './await-health.ts';
import { patienceOf } from './patience.ts';
import { rehearsalsOf } from './specs.ts';

async function clear({ plan, target, operation }: StepContext<DeploymentPlan>): Promise<void> {
  await Promise.all(
    rehearsalsOf(plan, operation.id).map(async (spec) => {
      await target.stopContainer(spec.name, spec.service.stopGracePeriodMs);
      await target.removeContainer(spec.name);
    }),
  );
}

/** Proves the new release beside the old one, without traffic: one that cannot get healthy never touches what serves. */
export const containersRehearse: DeploymentStep = {
  type: 'containers.rehearse',
  async run(context) {
    const { plan, target, operation, contents, crashPoint } = context;
    await clear(context);
    const specs = rehearsalsOf(plan, operation.id);
    for (const spec of specs) {
      await target.ensureContainer(spec, contents);
      await target.startContainer(spec.name);
    }
    crashPoint('containers.rehearse.started');
    try {
      await awaitHealthy(target, specs, new Set(), patienceOf(context, 2));
    } finally {
      await clear(context);
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: clear,
};
