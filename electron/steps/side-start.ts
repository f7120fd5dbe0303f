import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { besideOf } from '../../shared/planning/front.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitDependencies, awaitHealthy } from './await-health.ts';
import { dependencyImages } from './images-ensure.ts';
import { patienceOf } from './patience.ts';
import { containersOf, jobsOf } from './specs.ts';
import { startOnce } from './start-once.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

/** What comes beside the old side: services behind the front, and the jobs that they wait for. */
function coming({ plan, operation, dataOf }: Context): ContainerSpec[] {
  const beside = besideOf(plan.next, plan.bindings);
  const jobs = jobsOf(plan.next.application.services);
  const all = containersOf(plan, plan.next, operation.id, dependencyImages(dataOf('images.ensure')));
  return all.filter(({ service }) => beside.has(service.name) || (jobs.has(service.name) && service.build !== null));
}

/** Starts the new side while the old one serves. Nobody asks it anything yet: only the front leads to it. */
export const sideStart: DeploymentStep = {
  type: 'side.start',
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
    await awaitHealthy(target, specs, jobsOf(services), patienceOf(context, 2));
    return null;
  },
  probe: () => Promise.resolve(absent),
  async undo(context) {
    const { plan, target, operation } = context;
    const before = new Set(
      plan.previous ? containersOf(plan, plan.previous, operation.id).map(({ name }) => name) : [],
    );
    const fresh = coming(context).filter(({ name }) => !before.has(name));
    await Promise.all(
      fresh.map(async (spec) => {
        await target.stopContainer(spec.name, spec.service.stopGracePeriodMs);
        await target.removeContainer(spec.name);
      }),
    );
  },
};
