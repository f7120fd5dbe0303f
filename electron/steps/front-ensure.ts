import type { Front } from '../../shared/domain/front.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { fail, problemFrom } from '../../shared/problem.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitAnswer, awaitDrained, awaitReachable } from './await-front.ts';
import { checkFront, removeFrontCheck } from './front-check.ts';
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
import { keepFront } from './keep-serving.ts';
import { patienceOf } from './patience.ts';
import { containersOf, environmentLabels } from './specs.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

/** A front that was just started has this long to answer. */
const answerTimeoutMs = 15_000;

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

/** One that was just started and does not answer has the ports that others could have: it gives them back at once. */
async function awaitStarted(front: Front, context: Context): Promise<void> {
  try {
    await awaitAnswer(front, { ...patienceOf(context, 1), timeoutMs: answerTimeoutMs });
  } catch (thrown) {
    const { code, message, retry } = problemFrom(thrown);
    if (!retry || !code.startsWith('failed.front')) throw thrown;
    throw fail(code, message, { hint: 'What served before serves again; look at the log.', cause: thrown });
  }
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
    // One that is made here does not run, whenever it is looked at.
    const [found] = await Promise.all([target.inspect(spec.name), target.ensureContainer(spec, contents)]);
    crashPoint('front.ensure.created');
    fence();
    const stands = found?.state === 'running';
    if (!stands) {
      // A configuration that is refused is found out while the old front, or whoever has the ports, still serves.
      await checkFront(context, spec);
      fence();
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
    await (stands ? awaitAnswer(driven, patience) : awaitStarted(driven, context));
    await driven.place(backends);
    await awaitReachable(driven, front.colour, patience);
    return null;
  },
  probe: () => Promise.resolve(absent),
  async undo(context) {
    const { plan, step, target, signal } = context;
    const name = frontContainerName(plan, nextFront(plan));
    await removeFrontCheck(context, name);
    if (sharesFront(plan)) {
      await keepFront(context);
      const front = frontOf(plan, target);
      const graceMs = Math.max(0, ...plan.next.application.services.map((service) => service.stopGracePeriodMs));
      await awaitDrained(front, [nextFront(plan).colour], graceMs, signal);
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
