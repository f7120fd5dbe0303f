import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { lookedFor, type AwaySince } from '../../shared/planning/away.ts';
import { fail } from '../../shared/problem.ts';
import { frontOf, nextFront } from './front-spec.ts';
import type { StepContext } from './step.ts';

const lookEveryMs = 500;

/**
 * For who watches a deployment in a loop: looks when it is time again. Rejects with `failed.unhealthy` once the front has
 * found none of a service's new containers for a while: the old side answers for them meanwhile, and no check would see it.
 */
export function newSideAnswers({ plan, target }: StepContext<DeploymentPlan>): () => Promise<void> {
  let lookAt = 0;
  let since: AwaySince = new Map();
  return async () => {
    if (!plan.next.front || performance.now() < lookAt) return;
    lookAt = performance.now() + lookEveryMs;
    const { backends } = await frontOf(plan, target).state();
    const looked = lookedFor(nextFront(plan).colour, backends, since, performance.now());
    since = looked.since;
    if (!looked.gone) return;
    const { service, slots } = looked.gone;
    const [first] = slots;
    throw fail('failed.unhealthy', `The load balancer finds no container of the new “${service}” any more.`, {
      hint: `It says of ${first?.host ?? service}: ${first?.check || 'not checked yet'}. Look at the service’s log.`,
      details: { service, containers: slots.map(({ host }) => host) },
    });
  };
}
