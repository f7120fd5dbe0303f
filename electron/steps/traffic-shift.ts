import { z } from 'zod';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { awaitReachable } from './await-front.ts';
import { backendsAt, frontOf, nextFront, sharesFront, trafficAt } from './front-spec.ts';
import { keepServing } from './keep-serving.ts';
import { patienceOf } from './patience.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

const inputSchema = z.object({ from: z.number(), to: z.number() });

/** The change that traffic moves by: one command, at one instant for all services. */
export const trafficShift: DeploymentStep = {
  type: 'traffic.shift',
  async run(context) {
    const { plan, target, step, fence, crashPoint, say } = context;
    const { from, to } = inputSchema.parse(step.input);
    const front = frontOf(plan, target);
    const { colour } = nextFront(plan);
    // Asked first: a switch is in a hurry, and mostly all is there.
    const { backends } = await front.state().catch(async () => {
      await keepServing(context, from);
      return front.state();
    });
    const behind = backends.filter((backend) => backend.colour === colour);
    // A rollback finds them where the deployment left them; somebody may have changed that by hand.
    if (!behind.some(({ slots }) => slots.length > 0) || behind.some(({ slots }) => slots.some(({ up }) => !up))) {
      await front.place(backendsAt(plan, standingAt(plan, step.id)));
      await awaitReachable(front, colour, patienceOf(context, 1));
    }
    fence();
    await front.shift(trafficAt(plan, to));
    crashPoint('traffic.shift.shifted');
    say(`${String(to)} % of the traffic goes to revision ${String(plan.next.revision)}`, 'note');
    return null;
  },
  // It may have moved without being written down for the front's next start: saying it again does both.
  probe: () => Promise.resolve(absent),
  async undo(context: Context) {
    const { plan, target, step } = context;
    // Before there was this front, nothing was behind it to go back to: whoever held the ports gets them back.
    if (!sharesFront(plan)) return;
    const { from, to } = inputSchema.parse(step.input);
    await keepServing(context, to);
    await frontOf(plan, target).shift(trafficAt(plan, from));
  },
};
