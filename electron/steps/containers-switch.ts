import type { DeploymentPlan, Side, SideFront } from '../../shared/domain/plan.ts';
import { besideOf } from '../../shared/planning/front.ts';
import { inDependencyOrder } from '../../shared/domain/naming.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { label } from '../targets/labels.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitDependencies, awaitHealthy } from './await-health.ts';
import { backendsOf, frontContainer } from './front-spec.ts';
import { dependencyImages } from './images-ensure.ts';
import { asItWas, outliveStop, wasInterrupted } from './outlive-stop.ts';
import { patienceOf } from './patience.ts';
import { containersOf, jobsOf } from './specs.ts';
import { startOnce } from './start-once.ts';

type Context = StepContext<DeploymentPlan>;

/** What runs when this step is done: not what comes later, a few containers at a time. */
function nextContainers({ plan, operation, step, dataOf }: Context): ContainerSpec[] {
  const standing = standingAt(plan, step.id);
  return containersOf(plan, plan.next, operation.id, dependencyImages(dataOf('images.ensure'))).filter(
    ({ service, labels }) => standing.next(service.name, Number(labels[label.replica])),
  );
}
/** What runs now and gives way here: not what stays beside the new side, behind the front or with the ports until it has them. */
function previousContainers({ plan, operation }: Context): ContainerSpec[] {
  const { previous, next } = plan;
  if (!previous) return [];
  const beside = next.front
    ? besideOf({ ...previous, front: behindEither(previous, next.front) }, plan.bindings)
    : new Set<string>();
  const own = containersOf(plan, previous, operation.id).filter(({ service }) => !beside.has(service.name));
  // A front that nobody wants any more gives its ports back.
  const front = previous.front && !next.front ? [frontAsItWas(plan, previous, previous.front)] : [];
  return [...own, ...front];
}

/** Services of the new side that are there beside the old one before this step: whoever started them takes them back. */
const besideTheOld = ({ plan }: Context): Set<string> =>
  plan.previous ? besideOf(plan.next, plan.bindings) : new Set<string>();

const behindEither = ({ front }: Side, next: SideFront): SideFront => ({
  ...next,
  services: [...next.services, ...(front?.services ?? [])],
});

const frontAsItWas = (plan: DeploymentPlan, previous: Side, front: SideFront): ContainerSpec =>
  frontContainer(plan, front, front.image, backendsOf([previous]), { stable: front.colour, canary: null, share: 0 });

/** Whether an old container has to go before these can start: it is of the same service, or holds a port that they take over. */
const isInTheWay = (old: ContainerSpec, service: string, fresh: readonly ContainerSpec[]): boolean =>
  old.service.name === service ||
  old.bindings.some((held) =>
    fresh.some((spec) =>
      spec.bindings.some((wanted) => wanted.host === held.host && wanted.protocol === held.protocol),
    ),
  );

/**
 * Puts the new containers in the place of the old: everything is created beforehand, so that a service is away only for
 * a stop and a start. The old containers are stopped and kept until the revision is recorded: the way back is a start.
 */
export const containersSwitch: DeploymentStep = {
  type: 'containers.switch',
  async run(context) {
    const { plan, target, contents, fence, crashPoint } = context;
    const next = nextContainers(context);
    const kept = new Set(next.map((spec) => spec.name));
    const old = previousContainers(context).filter((spec) => !kept.has(spec.name));
    // What is warm was made by an earlier operation, and runs.
    const warm = plan.next.runsAs === undefined ? new Set<string>() : besideTheOld(context);
    for (const spec of next.filter(({ service }) => !warm.has(service.name)))
      await target.ensureContainer(spec, contents);
    crashPoint('containers.switch.created');
    fence();
    const patience = patienceOf(context, 1);
    for (const service of inDependencyOrder(plan.next.application.services)) {
      await awaitDependencies(target, service, next, patience);
      const fresh = next.filter((spec) => spec.service.name === service.name);
      await stopAll(
        context,
        old.filter((spec) => isInTheWay(spec, service.name, fresh)),
      );
      crashPoint('containers.switch.stopped');
      await Promise.all(fresh.map((spec) => startOnce(target, spec, plan.next.application.services)));
      crashPoint('containers.switch.started');
    }
    const services = new Set(next.map((spec) => spec.service.name));
    await stopAll(
      context,
      old.filter((spec) => !services.has(spec.service.name)),
    );
    await awaitHealthy(target, next, jobsOf(plan.next.application.services), patience);
    return null;
  },

  async probe(context) {
    const next = nextContainers(context);
    const jobs = jobsOf(context.plan.next.application.services);
    const kept = new Set(next.map((spec) => spec.name));
    const states = await Promise.all(
      next.filter((spec) => !jobs.has(spec.service.name)).map((spec) => context.target.inspect(spec.name)),
    );
    const old = await Promise.all(
      previousContainers(context)
        .filter((spec) => !kept.has(spec.name))
        .map((spec) => context.target.inspect(spec.name)),
    );
    const switched =
      states.every((state) => state?.state === 'running' && state.health === 'healthy') &&
      old.every((state) => state?.state !== 'running');
    return switched ? { state: 'done', data: null } : absent;
  },

  async undo(context) {
    const { plan, target, contents, crashPoint } = context;
    const previous = previousContainers(context);
    const kept = new Set(previous.map((spec) => spec.name));
    const beside = besideTheOld(context);
    const fresh = containersOf(plan, plan.next, context.operation.id).filter(
      (spec) => !kept.has(spec.name) && !beside.has(spec.service.name),
    );
    await stopAll(context, [...fresh].reverse());
    crashPoint('containers.switch.undo.stopped');
    const jobs = plan.previous ? jobsOf(plan.previous.application.services) : new Set<string>();
    const neverDown: ContainerSpec[] = [];
    for (const spec of previous.filter((candidate) => !jobs.has(candidate.service.name))) {
      const state = await target.inspect(spec.name);
      // Somebody may have removed the stopped container meanwhile: the plan knows how to make it again.
      if (!state) await target.ensureContainer(await asItWas(context, spec), contents);
      if (state?.state === 'running') neverDown.push(spec);
      await target.startContainer(spec.name);
    }
    if (wasInterrupted(context)) await Promise.all(neverDown.map((spec) => outliveStop(context, spec)));
    for (const spec of fresh) await target.removeContainer(spec.name);
  },
};

async function stopAll({ target }: Context, specs: readonly ContainerSpec[]): Promise<void> {
  await Promise.all(specs.map((spec) => target.stopContainer(spec.name, spec.service.stopGracePeriodMs)));
}
