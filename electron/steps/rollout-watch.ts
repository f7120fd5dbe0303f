import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { controlOf } from '../../shared/operations/control.ts';
import { recordsOf } from '../../shared/operations/decide.ts';
import { checkedSide } from './checked-side.ts';
import { servingKept } from './keep-serving.ts';
import { frontLooks } from './look-at-traffic.ts';
import { newSideAnswers } from './new-side-answers.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';
import { endUndecided, undoWatching, watching } from './watching.ts';

type Context = StepContext<DeploymentPlan>;

const inputSchema = z.object({ share: z.number(), holdMs: z.number() });
const pollMs = 100;

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
    const { step, store, operation } = context;
    const until = performance.now() + leftOf(context, inputSchema.parse(step.input).holdMs);
    for (;;) {
      const { promoted } = await watchUntil(context, until);
      if (promoted) {
        endUndecided(context);
        return { promoted: true };
      }
      // Who paused it while the last checks were still being ended was told that it holds.
      if (!controlOf(store.operations.journal(operation.id)).paused) return null;
    }
  },
  // Looking changes nothing: it is looked again, for what is left of the time.
  probe: () => Promise.resolve(absent),
  undo: undoWatching,
};

/** Watches until the time is over and nobody holds it, or until somebody wants all of the traffic there. */
async function watchUntil(context: Context, until: number): Promise<{ readonly promoted: boolean }> {
  const { store, operation, crashPoint, signal } = context;
  const watch = watching(context, checkedSide(context));
  const keep = servingKept(context);
  const answers = newSideAnswers(context);
  const lookAtFront = frontLooks(context);
  let first = true;
  try {
    for (;;) {
      await keep();
      await answers();
      await lookAtFront();
      watch.look();
      if (first) crashPoint('rollout.watch.looked');
      first = false;
      const { paused, promoted } = controlOf(store.operations.journal(operation.id));
      if (promoted) return { promoted: true };
      if (!paused && performance.now() >= until && watch.settled()) break;
      const left = until - performance.now();
      // While it is held beyond its time, nothing is left.
      await sleep(left > 0 ? Math.min(pollMs, Math.max(5, left)) : pollMs, undefined, { signal });
    }
    watch.end();
    crashPoint('rollout.watch.judged');
    return { promoted: false };
  } finally {
    await watch.close();
  }
}
