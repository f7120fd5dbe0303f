/** What the checks of a deployment look at: the containers of the new side that are there, and what the front saw of them. */
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { judgedFrom } from '../../shared/planning/traffic/counting.ts';
import type { CheckContext } from '../checks/index.ts';
import { label } from '../targets/labels.ts';
import { frontContainerName } from './front-spec.ts';
import { seeing } from './look-at-traffic.ts';
import { containersOf, environmentLabels, jobsOf } from './specs.ts';
import type { StepContext } from './step.ts';

/** Removes the containers of checks that a crash left behind in the middle. Idempotent. */
export async function removeChecks({ plan, target, operation }: StepContext<DeploymentPlan>): Promise<void> {
  // The traffic goes back after this: nothing is asked that need not be.
  if (!plan.verify?.checks.some(({ kind }) => kind === 'script')) return;
  const left = await target.list({ ...environmentLabels(plan), [label.role]: 'check' });
  for (const { name } of left.filter((container) => container.name.includes(operation.id))) {
    await target.stopContainer(name, 0);
    await target.removeContainer(name);
  }
}

export function checkedSide(context: StepContext<DeploymentPlan>): Omit<CheckContext, 'signal' | 'id'> {
  const { plan, target, operation, contents, store, now, step, mask } = context;
  const { next } = plan;
  const stands = standingAt(plan, step.id).next;
  const jobs = jobsOf(next.application.services);
  const startedAt = store.operations.get(operation.id)?.startedAt ?? now();
  const seen = seeing(store, plan, (at) => judgedFrom(startedAt, at));
  return {
    plan,
    side: next,
    front: next.front ? frontContainerName(plan, next.front) : null,
    containers: containersOf(plan, next, operation.id).filter(
      ({ service, labels }) => !jobs.has(service.name) && stands(service.name, Number(labels[label.replica] ?? 1)),
    ),
    target,
    contents,
    mask,
    seen: () => (next.front ? seen(now()) : null),
  };
}
