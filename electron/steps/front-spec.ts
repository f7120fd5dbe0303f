/** The front's container, and what stands behind it: both follow from the plan. */
import {
  frontServiceName,
  hostOf,
  isSamePort,
  type Backend,
  type Backends,
  type Colour,
  type Front,
  type Traffic,
} from '../../shared/domain/front.ts';
import { frontName, networkName } from '../../shared/domain/naming.ts';
import { madeBy, type DeploymentPlan, type Side, type SideFront } from '../../shared/domain/plan.ts';
import { besideOf, isSameFront, ownOf } from '../../shared/planning/front.ts';
import type { Standing } from '../../shared/planning/standing.ts';
import { fail } from '../../shared/problem.ts';
import { frontService } from '../haproxy/index.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec, Target } from '../targets/target.ts';
import { configurationHash, environmentLabels, environmentPrefix } from './specs.ts';

/** The front of the side that comes; a step that has one is only ever planned with it. */
export function nextFront({ next }: DeploymentPlan): SideFront {
  if (next.front) return next.front;
  throw fail('attention.no-front', 'The plan has no load balancer, and a step that needs one.', {
    hint: 'The operation was started by another version: start that one.',
  });
}

/** Fronts of the same shape are the same container, whatever the colour behind it. */
const shapeOf = (front: SideFront): string => configurationHash(ownOf(front));

export const frontContainerName = (plan: DeploymentPlan, front: SideFront): string =>
  frontName(environmentPrefix(plan), shapeOf(front));

/** A front that goes has nothing to finish that would be worth its ports. */
export const frontGraceMs = 1000;

/** The container, with what stands behind it and where the traffic goes when it starts. */
export function frontContainer(
  plan: DeploymentPlan,
  front: SideFront,
  image: string,
  backends: Backends,
  traffic: Traffic,
): ContainerSpec {
  const prefix = environmentPrefix(plan);
  const internal = new Set(plan.next.application.networks.filter((one) => one.internal).map(({ name }) => name));
  // Ports are published through the first network, which an internal one cannot do.
  const networks = front.networks.toSorted((a, b) => Number(internal.has(a.name)) - Number(internal.has(b.name)));
  return {
    name: frontContainerName(plan, front),
    service: frontService(front.shape, backends, traffic, front.certificate),
    image,
    networks: networks.map(({ name, aliases }) => ({ name: networkName(prefix, name), aliases })),
    volumes: {},
    bindings: front.bindings,
    labels: {
      ...environmentLabels(plan),
      [label.service]: frontServiceName,
      [label.replica]: '1',
      [label.role]: 'front',
      [label.configuration]: shapeOf(front),
      [label.revision]: '0',
    },
  };
}

/** The containers of these sides, each behind its colour. */
export function backendsOf(sides: readonly (Side | null)[]): Backends {
  return Object.fromEntries(
    sides.flatMap((side) => (side?.front ? [[side.front.colour, backendsOfSide(side, side.front)] as const] : [])),
  );
}

/** Those that are there at one point of a deployment. What cannot be there twice answers for both sides. */
export function backendsAt({ next, previous, bindings }: DeploymentPlan, standing: Standing): Backends {
  const beside = besideOf(next, bindings);
  const common = next.front && standing.replaced ? backendsOfSide(next, next.front) : [];
  const shared = (service: string): Backend | undefined =>
    beside.has(service) ? undefined : common.find((one) => one.service === service);
  const side = (one: Side | null, stands: Standing['next']): [Colour, Backend[]][] =>
    one?.front
      ? [[one.front.colour, backendsOfSide(one, one.front, stands).map((own) => shared(own.service) ?? own)]]
      : [];
  return together([...side(previous, standing.previous), ...side(next, standing.next)]);
}

/** Sides of one colour are the same containers, of which one side may lack some. */
function together(sides: readonly (readonly [Colour, readonly Backend[]])[]): Backends {
  const all: Partial<Record<Colour, readonly Backend[]>> = {};
  for (const [colour, backends] of sides) {
    const before = all[colour];
    all[colour] = backends.map((backend) => ({
      ...backend,
      hosts: [...new Set([...(before?.find((one) => isSamePort(one, backend))?.hosts ?? []), ...backend.hosts])],
    }));
  }
  return all;
}

function backendsOfSide(side: Side, front: SideFront, stands: Standing['next'] = () => true): Backend[] {
  return front.shape.services.map(({ service, container }) => {
    const replicas = side.application.services.find(({ name }) => name === service)?.replicas ?? 0;
    const all = Array.from({ length: replicas }, (_, index) => index + 1);
    const hosts = all.filter((replica) => stands(service, replica));
    return { service, container, hosts: hosts.map((replica) => hostOf(service, madeBy(side), replica)) };
  });
}

/** The front that the plan's next side is behind. */
export const frontOf = (plan: DeploymentPlan, target: Target): Front => {
  const front = nextFront(plan);
  return target.front(frontContainerName(plan, front), front.shape);
};

/** Whether the side that runs is behind the very front that the next one comes behind. */
export const sharesFront = (plan: DeploymentPlan): boolean =>
  plan.previous?.front !== undefined &&
  plan.next.front !== undefined &&
  isSameFront(plan.previous.front, plan.next.front);

/** Where the traffic goes when so many percent of it go to the next side. */
export function trafficAt({ previous, next }: DeploymentPlan, percent: number): Traffic {
  const to = next.front?.colour ?? 'blue';
  const from = previous?.front?.colour;
  if (percent >= 100 || from === undefined) return { stable: to, canary: null, share: 0 };
  return percent <= 0 ? { stable: from, canary: null, share: 0 } : { stable: from, canary: to, share: percent };
}
