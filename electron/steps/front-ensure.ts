import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitAnswer, awaitDrained, awaitReachable } from './await-front.ts';
import {
  backendsAt,
  frontContainer,
  frontContainerName,
  frontGraceMs,
  frontOf,
  nextFront,
  sharesFront,
  trafficAt,
} from './front-spec.ts';
import { frontImage } from './images-ensure.ts';
import { patienceOf } from './patience.ts';
import { containersOf, environmentLabels } from './specs.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

/** Containers of the old side that hold ports of their own: before there was a front, the services did. */
function holders({ plan, operation }: Context): ContainerSpec[] {
  if (!plan.previous || plan.previous.front) return [];
  const ports = new Set(nextFront(plan).bindings.map(({ host }) => host));
  return containersOf(plan, plan.previous, operation.id).filter(({ bindings }) =>
    bindings.some(({ host }) => ports.has(host)),
  );
}

async function otherFronts({ plan, target }: Context, name: string): Promise<string[]> {
  const fronts = await target.list({ ...environmentLabels(plan), [label.role]: 'front' });
  return fronts.map((container) => container.name).filter((other) => other !== name);
}

/**
 * Has the front stand before both sides. It stays from one deployment to the next; only where there was none, or its
 * ports changed, those who hold the ports give way: for as long as one stop and one start.
 */
export const frontEnsure: DeploymentStep = {
  type: 'front.ensure',
  async run(context) {
    const { plan, step, target, contents, fence, crashPoint, dataOf } = context;
    const front = nextFront(plan);
    const backends = backendsAt(plan, standingAt(plan, step.id));
    // Another front than before has nobody to lead to but the new side: the old one was behind the other.
    const percent = sharesFront(plan) ? 0 : 100;
    const image = frontImage(dataOf('images.ensure')) ?? front.image;
    const spec = frontContainer(plan, front, image, backends, trafficAt(plan, percent));
    await target.ensureContainer(spec, contents);
    crashPoint('front.ensure.created');
    fence();
    if ((await target.inspect(spec.name))?.state !== 'running') {
      const fronts = await otherFronts(context, spec.name);
      await Promise.all([
        ...holders(context).map((old) => target.stopContainer(old.name, old.service.stopGracePeriodMs)),
        ...fronts.map((name) => target.stopContainer(name, frontGraceMs)),
      ]);
      crashPoint('front.ensure.freed');
      await target.startContainer(spec.name);
    }
    crashPoint('front.ensure.started');
    const driven = frontOf(plan, target);
    const patience = patienceOf(context, 1);
    await awaitAnswer(driven, patience);
    await driven.place(backends);
    await awaitReachable(driven, front.colour, patience);
    return null;
  },
  probe: () => Promise.resolve(absent),
  async undo(context) {
    const { plan, step, target, signal } = context;
    const name = frontContainerName(plan, nextFront(plan));
    if (sharesFront(plan)) {
      const front = frontOf(plan, target);
      const graceMs = Math.max(0, ...plan.next.application.services.map((service) => service.stopGracePeriodMs));
      await awaitDrained(front, nextFront(plan).colour, graceMs, signal);
      const { previous } = standingAt(plan, step.id, 'before');
      await front.place(backendsAt(plan, { previous, next: () => false, replaced: false }));
      return;
    }
    await target.stopContainer(name, frontGraceMs);
    for (const old of holders(context)) await target.startContainer(old.name);
    if (plan.previous?.front) await target.startContainer(frontContainerName(plan, plan.previous.front));
    await target.removeContainer(name);
  },
};
