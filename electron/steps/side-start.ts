import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import {
  gradualServices,
  isBehindFront,
  isFirstStart,
  standingAt,
  startsSide,
} from '../../shared/planning/standing.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitReachable } from './await-front.ts';
import { awaitDependencies, awaitHealthy } from './await-health.ts';
import { dependencyImages } from './images-ensure.ts';
import { drainHosts } from './drain-hosts.ts';
import { frontOf, nextFront } from './front-spec.ts';
import { keepFront } from './keep-serving.ts';
import { patienceOf } from './patience.ts';
import { placeStanding } from './place-standing.ts';
import { containersOf, jobsOf } from './specs.ts';
import { startOnce } from './start-once.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

/** What comes beside the old side with this step: services behind the front, and the jobs that they wait for. */
function coming({ plan, operation, step, dataOf }: Context): ContainerSpec[] {
  const gradual = gradualServices(plan);
  const jobs = jobsOf(plan.next.application.services);
  const [before, after] = [standingAt(plan, step.id, 'before'), standingAt(plan, step.id)];
  const all = containersOf(plan, plan.next, operation.id, dependencyImages(dataOf('images.ensure')));
  return all.filter(({ service: { name, build }, labels }) => {
    if (!gradual.has(name)) return isFirstStart(plan, step.id) && jobs.has(name) && build !== null;
    const replica = Number(labels[label.replica]);
    return after.next(name, replica) && !before.next(name, replica);
  });
}

/** Those that come when the front is there already are put behind it at once: the next shift counts on them. */
async function placeBehind(context: Context, when: 'before' | 'after'): Promise<void> {
  const { plan, target, step } = context;
  if (!isBehindFront(plan, step.id)) return;
  await placeStanding(context, when);
  if (when === 'after') await awaitReachable(frontOf(plan, target), nextFront(plan).colour, patienceOf(context, 1));
}

/** Starts containers of the new side while the old one serves. Nobody asks them anything yet: only the front leads there. */
export const sideStart: DeploymentStep = {
  type: startsSide,
  async run(context) {
    const { plan, target, operation, contents, crashPoint } = context;
    const { services } = plan.next.application;
    const specs = coming(context);
    for (const spec of specs) await target.ensureContainer(spec, contents);
    crashPoint('side.start.created');
    const names = new Set(specs.map(({ service }) => service.name));
    // What is replaced in place comes later: until then the old one answers under its name.
    const there = containersOf(plan, plan.next, operation.id).filter(
      ({ service }) => names.has(service.name) || service.build === null,
    );
    const present = await Promise.all(there.map(async (spec) => ((await target.inspect(spec.name)) ? [spec] : [])));
    for (const name of names) {
      const fresh = specs.filter(({ service }) => service.name === name);
      const [first] = fresh;
      if (first) await awaitDependencies(target, first.service, present.flat(), patienceOf(context, 1));
      await Promise.all(fresh.map((spec) => startOnce(target, spec, services)));
    }
    crashPoint('side.start.started');
    // Who goes back is in a hurry: the front looks once more anyway before it sends anybody there, and it is proved after that.
    const passes = plan.kind === 'rollback' && plan.next.front ? 1 : 2;
    await awaitHealthy(target, specs, jobsOf(services), patienceOf(context, passes));
    await placeBehind(context, 'after');
    return null;
  },
  probe: () => Promise.resolve(absent),
  async undo(context) {
    const { plan, target, step, operation, signal } = context;
    const before = new Set(
      plan.previous ? containersOf(plan, plan.previous, operation.id).map(({ name }) => name) : [],
    );
    const fresh = coming(context).filter(({ name }) => !before.has(name));
    if (isBehindFront(plan, step.id)) {
      await keepFront(context);
      await drainHosts(frontOf(plan, target), nextFront(plan).colour, fresh, signal);
      await placeBehind(context, 'before');
    }
    await Promise.all(
      fresh.map(async (spec) => {
        await target.stopContainer(spec.name, spec.service.stopGracePeriodMs);
        await target.removeContainer(spec.name);
      }),
    );
  },
};
