import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { controlOf } from '../../shared/operations/control.ts';
import { recordsOf } from '../../shared/operations/decide.ts';
import { checkedSide, removeChecks } from './checked-side.ts';
import { servingKept } from './keep-serving.ts';
import { lookAtTraffic } from './look-at-traffic.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';
import { watching } from './watching.ts';

type Context = StepContext<DeploymentPlan>;

const inputSchema = z.object({ share: z.number(), holdMs: z.number() });
const pollMs = 100;
/** The front is looked at this often: a bad release is seen with the requests that it gets in that time. */
const lookEveryMs = 500;

/** When this step began, before whatever crash: a hold goes on where it was, it does not begin anew. */
function stepBegan({ store, operation, step, now }: Parameters<typeof leftOf>[0]): number {
  const began = recordsOf(store.operations.journal(operation.id), 'forward').get(step.id)?.startedAt;
  return began ?? now();
}

/** What is left of a time that began with this step; never more than all of it, also when the clock was set back. */
export const leftOf = (context: Pick<Context, 'store' | 'operation' | 'step' | 'now'>, wholeMs: number): number =>
  Math.max(0, Math.min(wholeMs, wholeMs - (context.now() - stepBegan(context))));

/**
 * Watches a share of the traffic for its time, and for as long as somebody holds the rollout. A check that fails ends
 * it, and with it the deployment: what served before serves again.
 */
export const rolloutWatch: DeploymentStep = {
  type: 'rollout.watch',
  async run(context) {
    const { plan, target, step, store, operation, now, crashPoint, signal } = context;
    const { holdMs } = inputSchema.parse(step.input);
    const until = performance.now() + leftOf(context, holdMs);
    const watch = watching(context, checkedSide(context));
    const keep = servingKept(context);
    let lookAt = 0;
    let first = true;
    try {
      for (;;) {
        await keep();
        if (plan.next.front && performance.now() >= lookAt) {
          lookAt = performance.now() + lookEveryMs;
          if (await lookAtTraffic(store, plan, target, now)) context.seen();
        }
        watch.look();
        if (first) crashPoint('rollout.watch.looked');
        first = false;
        const { paused, promoted } = controlOf(store.operations.journal(operation.id));
        if (promoted) return { promoted: true };
        if (!paused && performance.now() >= until && watch.settled()) break;
        await sleep(Math.min(pollMs, Math.max(5, until - performance.now())), undefined, { signal });
      }
      watch.end();
      crashPoint('rollout.watch.judged');
      return null;
    } finally {
      await watch.close();
    }
  },
  // Looking changes nothing: it is looked again, for what is left of the time.
  probe: () => Promise.resolve(absent),
  undo: removeChecks,
};
