/** Whether the new side still answers while it is tried: who is watched must be there. */
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { fail } from '../../shared/problem.ts';
import { frontOf, nextFront } from './front-spec.ts';
import type { StepContext } from './step.ts';

const lookEveryMs = 500;
/** A container that is started again after it died may be away this long. */
const patienceMs = 5000;

/**
 * For who watches a deployment in a loop: looks when it is time again. Rejects with `failed.unhealthy` once the front has
 * found none of a service's new containers for a while: the old side answers for them meanwhile, and no check would see it.
 */
export function newSideAnswers({ plan, target }: StepContext<DeploymentPlan>): () => Promise<void> {
  let lookAt = 0;
  const awaySince = new Map<string, number>();
  return async () => {
    if (!plan.next.front || performance.now() < lookAt) return;
    lookAt = performance.now() + lookEveryMs;
    const { colour } = nextFront(plan);
    const { backends } = await frontOf(plan, target).state();
    for (const { service, slots } of backends.filter((backend) => backend.colour === colour)) {
      if (slots.length === 0 || slots.some(({ up }) => up)) {
        awaySince.delete(service);
        continue;
      }
      const since = awaySince.get(service) ?? performance.now();
      awaySince.set(service, since);
      if (performance.now() - since < patienceMs) continue;
      const [first] = slots;
      throw fail('failed.unhealthy', `The load balancer finds no container of the new “${service}” any more.`, {
        hint: `It says of ${first?.host ?? service}: ${first?.check || 'not checked yet'}. Look at the service’s log.`,
        details: { service, containers: slots.map((slot) => slot.host) },
      });
    }
  };
}
