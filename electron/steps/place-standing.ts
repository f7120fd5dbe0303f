import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { asTheyAre } from '../../shared/planning/reassert.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { backendsAt, frontOf } from './front-spec.ts';
import { keepFront } from './keep-serving.ts';
import type { StepContext } from './step.ts';

/**
 * Puts behind the front which containers of both sides stand before a step, or after it. What is warm behind the third
 * colour stays there: the way back to it is a switch.
 */
export async function placeStanding(context: StepContext<DeploymentPlan>, when: 'before' | 'after'): Promise<void> {
  const { plan, target, step } = context;
  await keepFront(context);
  const front = frontOf(plan, target);
  const { backends } = await front.state();
  await front.place({ ...asTheyAre(backends), ...backendsAt(plan, standingAt(plan, step.id, when)) });
}
