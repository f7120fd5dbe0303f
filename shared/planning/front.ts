/** What stands before the services of a side: which of them, at which ports, and which can be there twice. */
import { isArtifact } from '../domain/naming.ts';
import { canonical } from '../domain/canonical.ts';
import {
  colours,
  frontServiceName,
  hostOf,
  isSamePort,
  longestHost,
  mostReplicas,
  type Colour,
  type Entrance,
  type FrontOptions,
} from '../domain/front.ts';
import type { Binding, Side, SideFront } from '../domain/plan.ts';
import type { Service } from '../domain/service.ts';
import { problemOf, type Problem } from '../problem.ts';

/** Where ports of the front's own are looked for: above what services mostly listen on. */
const firstOwnPort = 20_001;

/** Services behind the front: those of the release that publish a TCP port. What is kept from revision to revision is not. */
export const frontedBy = (services: readonly Service[], bindings: readonly Binding[]): Service[] =>
  services.filter((service) => isArtifact(service) && tcpOf(bindings, service.name).length > 0);

const tcpOf = (bindings: readonly Binding[], service: string): Binding[] =>
  bindings.filter((binding) => binding.service === service && binding.protocol === 'tcp');

/**
 * Services of a side whose new containers can be there while the old ones still are: behind the front, and neither
 * writing to a volume (two writers could damage it) nor owning a port that the front cannot hold for them.
 */
export function besideOf(
  side: Pick<Side, 'application' | 'front' | 'bindings'>,
  bindings: readonly Binding[],
): Set<string> {
  const own = side.bindings ?? bindings;
  const writes = ({ mounts }: Service): boolean => mounts.some((mount) => mount.type === 'volume' && !mount.readOnly);
  const owns = ({ name }: Service): boolean => own.some((one) => one.service === name && one.protocol !== 'tcp');
  const behind = new Set(side.front?.services ?? []);
  return new Set(
    side.application.services
      .filter((service) => behind.has(service.name) && !writes(service) && !owns(service))
      .map(({ name }) => name),
  );
}

/** What a front's container follows from: all but what one side has behind it. */
export function ownOf({ colour: _, services: __, ...own }: SideFront): Omit<SideFront, 'colour' | 'services'> {
  return own;
}

/** Whether two sides come behind the very same front, which is then one container. */
export const isSameFront = (one: SideFront, other: SideFront): boolean =>
  canonical(ownOf(one)) === canonical(ownOf(other));

/** A colour that neither what runs nor what is kept warm has. */
export const freeColour = (taken: readonly (Colour | undefined)[]): Colour =>
  colours.find((colour) => !taken.includes(colour)) ?? colours[0];

/** The front of a side, or why it can have none. */
export function planFront(
  services: readonly Service[],
  bindings: readonly Binding[],
  options: FrontOptions,
  revision: number,
  colour: Colour,
): SideFront | Problem {
  const fronted = frontedBy(services, bindings);
  const long = fronted.find(({ name }) => hostOf(name, revision, mostReplicas).length > longestHost);
  if (long)
    return problemOf('refused.name-too-long', `“${long.name}” is too long a name to be found behind a load balancer.`, {
      hint: 'Give the service a shorter name, or set rollout.strategy to rehearsed.',
    });
  const crowded = fronted.find(({ replicas }) => replicas > mostReplicas);
  if (crowded)
    return problemOf(
      'refused.front-full',
      `“${crowded.name}” asks for ${String(crowded.replicas)} containers, and a load balancer takes ${String(mostReplicas)} of a service.`,
      {
        hint: `Ask for ${String(mostReplicas)} at most: deploy.replicas in the Compose file, or replicas in slipway.yaml.`,
      },
    );
  const published = bindings.filter(
    (binding) => fronted.some(({ name }) => name === binding.service) && binding.protocol === 'tcp',
  );
  const ports = new Set(published.map(({ container }) => container));
  const mode = (service: string): 'http' | 'tcp' => (options.tcp.includes(service) ? 'tcp' : 'http');
  const [adminPort = firstOwnPort, ...own] = portsBeside(ports, published.length + 1);
  const outer = published.map((binding, index) => ({ binding, port: own[index] ?? 0 }));
  const entrances: Entrance[] = [
    ...outer.map(({ binding: { service, container }, port }) => ({
      port,
      mode: mode(service),
      tls: options.certificate !== null && mode(service) === 'http',
      routes: [{ hosts: [], service, container }],
    })),
    ...[...ports]
      .map((port) => insideEntrance(port, published, services, mode))
      .filter(({ routes }) => routes.length > 0),
  ];
  return {
    image: options.image,
    colour,
    services: fronted.map(({ name }) => name),
    certificate: options.certificate,
    bindings: outer.map(({ binding, port }) => ({ ...binding, service: frontServiceName, container: port })),
    networks: networksOf(fronted),
    shape: {
      entrances,
      adminPort,
      slots: mostReplicas,
      testers: options.testers,
      services: distinct(published).map(({ service, container }) => ({
        service,
        container,
        mode: mode(service),
        checkPath: options.checks[service] ?? null,
        sticky: options.sticky.includes(service),
      })),
    },
  };
}

/** Ports on which no service of the front is asked for by its own port. */
const portsBeside = (taken: ReadonlySet<number>, count: number): number[] =>
  Array.from({ length: count + taken.size }, (_, index) => firstOwnPort + index)
    .filter((port) => !taken.has(port))
    .slice(0, count);

const distinct = (bindings: readonly Binding[]): Binding[] =>
  bindings.filter((one, index) => bindings.findIndex((other) => isSamePort(one, other)) === index);

/** Callers inside ask for a service by its name and its own port: so does the front listen there, for all that share it. */
function insideEntrance(
  port: number,
  published: readonly Binding[],
  services: readonly Service[],
  mode: (service: string) => 'http' | 'tcp',
): Entrance {
  const all = distinct(published.filter(({ container }) => container === port));
  // What is no HTTP has no host name to be told apart by.
  const there = all.length === 1 ? all : all.filter(({ service }) => mode(service) === 'http');
  const [first] = there;
  const names = (name: string): string[] => [
    name,
    ...(services.find((service) => service.name === name)?.networks.flatMap(({ aliases }) => aliases) ?? []),
  ];
  const only = there.length === 1 && first !== undefined;
  return {
    port,
    mode: only ? mode(first.service) : 'http',
    tls: false,
    routes: there.map(({ service, container }) => ({ hosts: only ? [] : names(service), service, container })),
  };
}

/** Every network of the services behind it; they are asked for there by their names, which the front now has. */
function networksOf(fronted: readonly Service[]): SideFront['networks'] {
  const names = new Map<string, Set<string>>();
  for (const service of fronted)
    for (const network of service.networks) {
      const aliases = names.get(network.name) ?? new Set<string>();
      for (const alias of [service.name, ...network.aliases]) aliases.add(alias);
      names.set(network.name, aliases);
    }
  return [...names].map(([name, aliases]) => ({ name, aliases: [...aliases] }));
}
