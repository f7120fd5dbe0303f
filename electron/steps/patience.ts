/** How long a deployment waits for health. */
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import type { StepContext } from './step.ts';
import type { Patience } from './await-health.ts';

/** Passes close to each other say less: only who goes back, to what has run before, is in such a hurry. */
const pauses = { hurryMs: 50, careMs: 150 };

export function patienceOf({ plan, signal }: StepContext<DeploymentPlan>, passes: number): Patience {
  const pauseMs = plan.kind === 'rollback' ? pauses.hurryMs : pauses.careMs;
  return { timeoutMs: plan.healthTimeoutMs, passes, pauseMs, signal, elapsedMs: () => performance.now() };
}
