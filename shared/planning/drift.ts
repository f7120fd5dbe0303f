/** What runs against what is recorded. */
import { frontServiceName } from '../domain/front.ts';
import type { ContainerState } from '../domain/health.ts';
import type { Artifact } from '../domain/release.ts';
import type { Service } from '../domain/service.ts';

export interface RunningFacts {
  readonly revision: number;
  readonly services: readonly Service[];
  readonly artifacts: readonly Artifact[];
  /** Every container of the environment, as observed now. */
  readonly containers: readonly ContainerState[];
  /** Whether a front stands before them. */
  readonly fronted?: boolean;
}

/** Nothing answers at the published ports while the front that owns them is away. */
export const lacksFront = ({ fronted = false, containers }: RunningFacts): boolean =>
  fronted && !containers.some(({ service, state }) => service === frontServiceName && state === 'running');

/** Services that run once; they are expected to have ended. */
const jobsOf = (services: readonly Service[]): Set<string> =>
  new Set(
    services.flatMap((service) =>
      Object.entries(service.dependsOn)
        .filter(([, on]) => on.condition === 'service_completed_successfully')
        .map(([name]) => name),
    ),
  );

/** The services whose containers stay. */
export function lastingServices(services: readonly Service[]): Service[] {
  const jobs = jobsOf(services);
  return services.filter((service) => !jobs.has(service.name));
}

/** The containers that should run now: those of the revision and its dependencies, without jobs and rehearsals. */
export function expectedContainers(facts: RunningFacts): { containers: ContainerState[]; expected: number } {
  const lasting = lastingServices(facts.services);
  const names = new Map(lasting.map((service) => [service.name, service]));
  const containers = facts.containers.filter((container) => {
    const service = names.get(container.service);
    if (!service) return false;
    return service.build === null ? container.revision === 0 : container.revision === facts.revision;
  });
  return { containers, expected: lasting.reduce((sum, service) => sum + service.replicas, 0) };
}

/** One sentence for each difference; empty when the recorded revision is exactly what runs. */
export function driftOf(facts: RunningFacts): string[] {
  const { containers } = expectedContainers(facts);
  const front = lacksFront(facts) ? ['the load balancer does not run: nothing answers at the published ports'] : [];
  const services = lastingServices(facts.services).flatMap((service) => {
    const own = containers.filter((container) => container.service === service.name);
    const artifact = facts.artifacts.find((candidate) => candidate.service === service.name);
    const wrong = own.filter(
      (container) => artifact && container.image !== artifact.imageId && container.image !== artifact.digest,
    );
    return [
      ...(own.length === service.replicas
        ? []
        : [`${service.name}: ${String(own.length)} of ${String(service.replicas)} containers are there`]),
      ...wrong.map((container) => `${container.name} runs another image than the release`),
    ];
  });
  return [...front, ...services];
}

/** Health in words. */
export function healthText(containers: readonly ContainerState[], expected: number): string {
  const bad = containers.find((container) => container.state !== 'running' || container.health === 'unhealthy');
  if (bad) {
    if (bad.state === 'running') return `${bad.service} fails its health check`;
    return bad.oomKilled
      ? `${bad.service} ran out of memory`
      : `${bad.service} ${bad.state}${bad.exitCode === null ? '' : ` with code ${String(bad.exitCode)}`}`;
  }
  const missing = expected - containers.length;
  if (missing > 0) return `${String(missing)} of ${String(expected)} containers are missing`;
  const starting = containers.filter((container) => container.health === 'starting').length;
  if (starting > 0) return `${String(starting)} of ${String(expected)} containers are starting`;
  if (expected === 0) return 'Scaled to 0: nothing runs';
  return expected === 1 ? '1 container healthy' : `${String(expected)} containers healthy`;
}
