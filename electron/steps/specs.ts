/** Which containers one side of a deployment consists of. Names follow from the plan, so they are known without asking. */
import { createHash } from 'node:crypto';
import { canonical } from '../../shared/domain/canonical.ts';
import {
  dependencyName,
  inDependencyOrder,
  isArtifact,
  networkName,
  prefixOf,
  rehearsalName,
  servingName,
  volumeName,
} from '../../shared/domain/naming.ts';
import { madeBy, type DeploymentPlan, type Side } from '../../shared/domain/plan.ts';
import type { Service } from '../../shared/domain/service.ts';
import { rehearsable } from '../../shared/planning/deployment.ts';
import { hostOf } from '../../shared/domain/front.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec, Labels } from '../targets/target.ts';

export const environmentPrefix = (plan: DeploymentPlan): string =>
  prefixOf(plan.projectName, plan.project, plan.environment);

export const environmentLabels = (plan: DeploymentPlan): Record<string, string> => ({
  [label.project]: plan.project,
  [label.environment]: plan.environment,
});

/** A service that another waits for to complete: it runs once and is expected to end with 0. */
export function isJob(service: Service, services: readonly Service[]): boolean {
  return services.some((other) => other.dependsOn[service.name]?.condition === 'service_completed_successfully');
}

/** Names of the services that run once. */
export const jobsOf = (services: readonly Service[]): Set<string> =>
  new Set(services.filter((service) => isJob(service, services)).map((service) => service.name));

/** The containers of one side in dependency order; `images` are the ids of dependencies' images, where they are known. */
export function containersOf(
  plan: DeploymentPlan,
  side: Side,
  operation: string,
  images: Readonly<Record<string, string>> = {},
): ContainerSpec[] {
  return inDependencyOrder(side.application.services).flatMap((service) =>
    Array.from({ length: service.replicas }, (_, index) =>
      isArtifact(service)
        ? servingContainer(plan, side, service, index + 1, operation)
        : dependencyContainer(plan, side, service, index + 1, images[service.name] ?? service.image ?? ''),
    ),
  );
}

/** A copy of each artifact that can have one beside what serves. It takes no traffic: no ports, no aliases. */
export function rehearsalsOf(plan: DeploymentPlan, operation: string): ContainerSpec[] {
  return rehearsable(plan.next.application.services).map((service) => {
    const serving = servingContainer(plan, plan.next, service, 1, operation);
    return {
      ...serving,
      name: rehearsalName(environmentPrefix(plan), service.name, plan.next.revision),
      networks: serving.networks.map((network) => ({ ...network, aliases: [] })),
      bindings: [],
      labels: { ...serving.labels, [label.role]: 'rehearsal', [label.step]: 'containers.rehearse' },
    };
  });
}

function servingContainer(
  plan: DeploymentPlan,
  side: Side,
  service: Service,
  replica: number,
  operation: string,
): ContainerSpec {
  const artifact = side.artifacts.find((candidate) => candidate.service === service.name);
  return {
    ...common(plan, side, service),
    ...(side.front?.services.includes(service.name) ? behindFront(plan, side, service, replica) : {}),
    name: servingName(environmentPrefix(plan), service.name, madeBy(side), replica),
    image: artifact?.reference ?? '',
    labels: {
      ...environmentLabels(plan),
      [label.service]: service.name,
      [label.replica]: String(replica),
      [label.revision]: String(madeBy(side)),
      [label.release]: side.release,
      [label.commit]: side.commit,
      [label.operation]: operation,
      [label.step]: 'containers.switch',
      [label.role]: 'serving',
    },
  };
}

/** The name by which a front finds a container. */
export const hostOfContainer = ({ service, labels }: ContainerSpec): string =>
  hostOf(service.name, Number(labels[label.revision]), Number(labels[label.replica]));

/** The front has the service's names and ports; a container has a name of its own, by which the front finds it. */
function behindFront(
  plan: DeploymentPlan,
  side: Side,
  service: Service,
  replica: number,
): Pick<ContainerSpec, 'networks' | 'bindings'> {
  const { networks, bindings } = common(plan, side, service);
  return {
    networks: networks.map(({ name }) => ({ name, aliases: [hostOf(service.name, madeBy(side), replica)] })),
    bindings: bindings.filter((binding) => binding.protocol !== 'tcp'),
  };
}

function dependencyContainer(
  plan: DeploymentPlan,
  side: Side,
  service: Service,
  replica: number,
  image: string,
): ContainerSpec {
  const shared = common(plan, side, service);
  const configuration = configurationHash({ service: { ...service, replicas: 1 }, bindings: shared.bindings });
  return {
    ...shared,
    name: dependencyName(environmentPrefix(plan), service.name, configuration, replica),
    image,
    labels: {
      ...environmentLabels(plan),
      [label.service]: service.name,
      [label.replica]: String(replica),
      [label.role]: 'dependency',
      [label.configuration]: configuration,
      // Said although it is none: else a label of the image would be believed.
      [label.revision]: '0',
    } satisfies Labels,
  };
}

function common(
  plan: DeploymentPlan,
  side: Side,
  service: Service,
): Pick<ContainerSpec, 'service' | 'networks' | 'volumes' | 'bindings'> {
  const prefix = environmentPrefix(plan);
  const volumes = service.mounts.flatMap((mount) =>
    mount.type === 'volume' ? [[mount.name, volumeName(prefix, mount.name)] as const] : [],
  );
  return {
    service,
    networks: service.networks.map((network) => ({
      name: networkName(prefix, network.name),
      aliases: [service.name, ...network.aliases],
    })),
    volumes: Object.fromEntries(volumes),
    bindings: (side.bindings ?? plan.bindings).filter((binding) => binding.service === service.name),
  };
}

/** SHA-256 of a value's canonical form: equal values hash alike however they were made. */
export const configurationHash = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex');
