/** How long a deployment waits for health. */
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import type { StepContext } from './step.ts';
import type { Patience } from './await-health.ts';

export function patienceOf({ plan, signal }: StepContext<DeploymentPlan>, passes: number): Patience {
  return { timeoutMs: plan.healthTimeoutMs, passes, signal, elapsedMs: () => performance.now() };
}
