import { inDependencyOrder, isArtifact } from '../../shared/domain/naming.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import type { Service } from '../../shared/domain/service.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitDependencies } from './await-health.ts';
import { dependencyImages } from './images-ensure.ts';
import { patienceOf } from './patience.ts';
import { containersOf } from './specs.ts';
import { startOnce } from './start-once.ts';

const isDependency = (spec: ContainerSpec): boolean => spec.labels[label.role] === 'dependency';

/** Names of the dependencies that the environment ran before this deployment. */
export function previousDependencies({ plan, operation }: StepContext<DeploymentPlan>): Map<string, ContainerSpec> {
  const specs = plan.previous ? containersOf(plan, plan.previous, operation.id).filter(isDependency) : [];
  return new Map(specs.map((spec) => [spec.name, spec]));
}

/**
 * The services that start with the switch: artifacts, dependencies that change there, and everything that depends on one
 * of them: a proxy that waits for the application cannot be up before it.
 */
export function startedBySwitch(services: readonly Service[], changed: ReadonlySet<string>): ReadonlySet<string> {
  const later = new Set<string>();
  for (const service of inDependencyOrder(services)) {
    const waits = Object.keys(service.dependsOn).some((name) => later.has(name));
    if (isArtifact(service) || changed.has(service.name) || waits) later.add(service.name);
  }
  return later;
}

/**
 * Starts dependencies that are new here. One whose configuration is unchanged runs on untouched (a database is not
 * restarted for a new web page); one that changed waits for the switch, since the old one still serves.
 */
export const dependenciesEnsure: DeploymentStep = {
  type: 'dependencies.ensure',
  async run(context) {
    const { plan, target, operation, contents } = context;
    const { services } = plan.next.application;
    const all = containersOf(plan, plan.next, operation.id, dependencyImages(context.dataOf('images.ensure')));
    const before = previousDependencies(context);
    const replaced = new Set([...before.values()].map((spec) => spec.service.name));
    const changed = all.filter((spec) => !before.has(spec.name) && replaced.has(spec.service.name));
    const later = startedBySwitch(services, new Set(changed.map((spec) => spec.service.name)));
    for (const spec of all.filter((one) => isDependency(one) && !later.has(one.service.name))) {
      await target.ensureContainer(spec, contents);
      await awaitDependencies(target, spec.service, all, patienceOf(context, 1));
      await startOnce(target, spec, services);
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  async undo(context) {
    const before = previousDependencies(context);
    for (const spec of containersOf(context.plan, context.plan.next, context.operation.id)
      .filter(isDependency)
      .reverse()) {
      if (before.has(spec.name)) continue;
      await context.target.stopContainer(spec.name, spec.service.stopGracePeriodMs);
      await context.target.removeContainer(spec.name);
    }
  },
};
