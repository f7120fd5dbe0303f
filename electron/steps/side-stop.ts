import type { DeploymentPlan, SideFront } from '../../shared/domain/plan.ts';
import { replicasOf, stopsSide } from '../../shared/planning/standing.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitReachable } from './await-front.ts';
import { awaitHealthy } from './await-health.ts';
import { drainHosts } from './drain-hosts.ts';
import { frontOf } from './front-spec.ts';
import { keepFront } from './keep-serving.ts';
import { asItWas, outliveStop, wasInterrupted } from './outlive-stop.ts';
import { patienceOf } from './patience.ts';
import { placeStanding } from './place-standing.ts';
import { containersOf } from './specs.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

/** Containers of the old side that go with this step. */
export function going({ plan, operation, step }: Context): ContainerSpec[] {
  const replicas = replicasOf(step) ?? {};
  if (!plan.previous) return [];
  return containersOf(plan, plan.previous, operation.id).filter(
    ({ service: { name }, labels }) =>
      Object.hasOwn(replicas, name) && replicas[name]?.includes(Number(labels[label.replica])),
  );
}

const oldFront = ({ plan }: Context): SideFront | null => plan.previous?.front ?? null;

/** Stops some of the old side once they have finished what they had. They are kept until the end: the way back is a start. */
export const sideStop: DeploymentStep = {
  type: stopsSide,
  async run(context) {
    const { plan, target, signal, fence, crashPoint, say } = context;
    const specs = going(context);
    const colour = oldFront(context)?.colour;
    if (colour) {
      await keepFront(context);
      const front = frontOf(plan, target);
      const left = await drainHosts(front, colour, specs, signal);
      if (left > 0) say(`${String(left)} connections did not end within their grace period`, 'note');
      crashPoint('side.stop.drained');
      fence();
      await placeStanding(context, 'after');
    }
    await Promise.all(specs.map((spec) => target.stopContainer(spec.name, spec.service.stopGracePeriodMs)));
    crashPoint('side.stop.stopped');
    return null;
  },
  probe: () => Promise.resolve(absent),
  async undo(context) {
    const { plan, target, contents } = context;
    const specs = going(context);
    const neverDown: ContainerSpec[] = [];
    for (const spec of specs) {
      const state = await target.inspect(spec.name);
      if (!state) await target.ensureContainer(await asItWas(context, spec), contents);
      if (state?.state === 'running') neverDown.push(spec);
      await target.startContainer(spec.name);
    }
    if (wasInterrupted(context)) await Promise.all(neverDown.map((spec) => outliveStop(context, spec)));
    await awaitHealthy(target, specs, new Set(), patienceOf(context, 1));
    const colour = oldFront(context)?.colour;
    if (!colour) return;
    const front = frontOf(plan, target);
    await placeStanding(context, 'before');
    await awaitReachable(front, colour, patienceOf(context, 1));
  },
};
