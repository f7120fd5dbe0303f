/** How one environment comes to run one release: the steps, and everything that they need. */
import { problemOf, type Problem } from '../problem.ts';
import { inDependencyOrder, isArtifact } from '../domain/naming.ts';
import { frontedBy } from './front.ts';
import { planFronted, type FrontFacts } from './fronted.ts';
import { frozen } from './frozen.ts';
import { fitting } from './verification/declared.ts';
import type { StepPlan } from '../domain/operation.ts';
import type { Binding, DeploymentPlan, Side } from '../domain/plan.ts';
import type { Port, Service } from '../domain/service.ts';
import type { VerifyPlan } from '../domain/verification.ts';

export interface DeploymentFacts {
  readonly kind: 'promote' | 'rollback';
  readonly project: string;
  readonly projectName: string;
  readonly environment: string;
  readonly environmentKind: string;
  readonly target: string;
  readonly next: Side;
  readonly previous: Side | null;
  readonly restores: number | null;
  readonly bindings: readonly Binding[];
  readonly healthTimeoutMs: number;
  /** What the environment declares; a rollback never rehearses, the release proved itself when it ran here. */
  readonly strategy: 'recreate' | 'rehearsed';
  /** What stands before the published services; null leaves them their ports. */
  readonly front?: FrontFacts | null;
  /** What proves that it works. A rollback declares none: a check that fails would bring back what it goes away from. */
  readonly verify?: VerifyPlan;
  readonly notices: readonly string[];
}

/** The plan of a deployment, or why it cannot be made. */
export function planDeployment(facts: DeploymentFacts): DeploymentPlan | Problem {
  const { services } = facts.next.application;
  const fronted = facts.front ? frontedBy(services, facts.bindings) : [];
  const crowded = services.find(
    (service) =>
      service.replicas > 1 &&
      facts.bindings.some(
        (binding) => binding.service === service.name && !(fronted.includes(service) && binding.protocol === 'tcp'),
      ),
  );
  if (crowded) {
    return problemOf(
      'refused.port-shared',
      `“${crowded.name}” asks for ${String(crowded.replicas)} replicas and one published port: only one container can own a port.`,
      {
        hint: `Set replicas of ${crowded.name} to 1 in ${facts.environment}, or do not publish it.`,
      },
    );
  }
  const missing = services
    .filter(isArtifact)
    .find((service) => !facts.next.artifacts.some((artifact) => artifact.service === service.name));
  if (missing) {
    return problemOf('refused.not-in-release', `The release has no image of “${missing.name}”.`, {
      hint: 'It was built from another Compose file or profile. Build a new release.',
    });
  }
  if (facts.front && fronted.length > 0) return planFronted(facts, facts.front);
  const wanted = facts.kind === 'promote' && facts.strategy === 'rehearsed' && facts.previous !== null;
  const rehearsed = wanted && rehearsable(services).length > 0;
  const { strategy: _, front: __, verify, ...plan } = facts;
  return frozen({
    ...plan,
    ...fitting(verify, false),
    rehearsed,
    bindings: [...facts.bindings],
    notices: [...facts.notices, ...(wanted ? unrehearsed(services) : [])],
    steps: stepsOf(facts, rehearsed),
  });
}

/**
 * The services that can prove themselves beside what serves. Not those that write to a volume (two writers could damage
 * it), nor jobs and what waits for them to complete (what a job does must happen once, at the switch).
 */
export function rehearsable(services: readonly Service[]): Service[] {
  const completes = ({ condition }: { condition: string }): boolean => condition === 'service_completed_successfully';
  const isJob = (name: string): boolean => services.some(({ dependsOn: { [name]: on } }) => on && completes(on));
  const writes = ({ mounts }: Service): boolean => mounts.some((mount) => mount.type === 'volume' && !mount.readOnly);
  return inDependencyOrder(services).filter(
    (service) =>
      isArtifact(service) &&
      service.replicas > 0 &&
      !isJob(service.name) &&
      !writes(service) &&
      !Object.values(service.dependsOn).some(completes),
  );
}

function unrehearsed(services: readonly Service[]): string[] {
  const proven = rehearsable(services);
  const left = services.filter((service) => isArtifact(service) && service.replicas > 0 && !proven.includes(service));
  if (left.length === 0) return [];
  const names = left.map(({ name }) => name).join(', ');
  return [
    `${names}: replaced without proof beforehand, because a second copy would write to the same volume or run a job twice. If it does not get healthy, the old one is started again.`,
  ];
}

function stepsOf(facts: DeploymentFacts, rehearsed: boolean): StepPlan[] {
  const services = inDependencyOrder(facts.next.application.services);
  const step = (type: string, title: string, commits = false): StepPlan => ({
    id: type,
    type,
    title,
    input: null,
    commits,
  });
  return [
    step('images.ensure', 'Have every image at hand'),
    step('environment.prepare', 'Prepare network and volumes'),
    ...(services.some((service) => !isArtifact(service))
      ? [step('dependencies.ensure', 'Start what the release depends on')]
      : []),
    ...(rehearsed ? [step('containers.rehearse', 'Prove the new release beside the old one')] : []),
    step('containers.switch', facts.previous ? 'Replace the old containers by the new' : 'Start the containers'),
    step('deployment.verify', 'Verify what runs'),
    step('revision.record', `Record revision ${String(facts.next.revision)} as running`, true),
    ...(facts.previous ? [step('containers.retire', 'Remove what was replaced')] : []),
  ];
}

/** A published port as asked for: by the environment's `publish`, else by the service's own `ports`. */
export interface WantedPort {
  readonly service: string;
  readonly port: Port;
  readonly hostAddress: string;
  readonly host: number | null;
}

/**
 * The ports that an environment publishes. `publish` of the environment wins and is fixed; a service that only the
 * Compose file publishes gets a port that Slipway chooses and keeps, on loopback: several environments share a machine,
 * so the Compose file's own number cannot hold for all.
 */
export function wantedPorts(
  services: readonly Service[],
  publish: Readonly<Record<string, number | string>>,
): WantedPort[] | Problem {
  const wanted: WantedPort[] = [];
  for (const name of Object.keys(publish)) {
    const service = services.find((candidate) => candidate.name === name);
    if (!service)
      return problemOf('usage.publish-unknown', `publish names “${name}”, and the Compose file has no such service.`, {
        hint: `Services: ${services.map((one) => one.name).join(', ')}.`,
      });
  }
  for (const service of services) {
    const declared = publish[service.name];
    const candidates: Port[] =
      service.ports.length > 0
        ? service.ports
        : service.expose.map((container) => ({ container, protocol: 'tcp', hostAddress: null, host: null }));
    const [first, ...rest] = candidates;
    if (declared !== undefined && !first) {
      return problemOf(
        'usage.publish-without-port',
        `publish names “${service.name}”, and nothing says on which port it listens.`,
        { hint: 'Give the service `ports` or `expose` in the Compose file.' },
      );
    }
    if (declared !== undefined && first) wanted.push({ service: service.name, port: first, ...addressOf(declared) });
    for (const port of declared === undefined ? service.ports : rest.filter((port) => service.ports.includes(port))) {
      wanted.push({ service: service.name, port, hostAddress: '127.0.0.1', host: null });
    }
  }
  return wanted;
}

/**
 * What a rollback publishes: where the environment says it today, and what it does not name any more where that ran.
 * A service that came later is left out, so that it does not stand in the way back.
 */
export function publishOfRollback(
  services: readonly Service[],
  publish: Readonly<Record<string, number | string>>,
  ran: readonly Binding[],
): Record<string, number | string> {
  const chosen = services.flatMap(({ name }): [string, number | string][] => {
    if (Object.hasOwn(publish, name)) return [[name, publish[name] as number | string]];
    const before = ran.find((binding) => binding.service === name);
    return before ? [[name, `${before.hostAddress}:${String(before.host)}`]] : [];
  });
  return Object.fromEntries(chosen);
}

function addressOf(declared: number | string): { hostAddress: string; host: number } {
  if (typeof declared === 'number') return { hostAddress: '0.0.0.0', host: declared };
  const colon = declared.lastIndexOf(':');
  return { hostAddress: declared.slice(0, colon).replace(/^\[|\]$/g, ''), host: Number(declared.slice(colon + 1)) };
}

/** The address that a person opens: the first TCP port that an environment publishes; null when it publishes none. */
export function urlOf(bindings: readonly Binding[]): string | null {
  const binding = bindings.find((candidate) => candidate.protocol === 'tcp');
  if (!binding) return null;
  const host =
    binding.hostAddress === '0.0.0.0' || binding.hostAddress === '::' || binding.hostAddress === '127.0.0.1'
      ? 'localhost'
      : binding.hostAddress;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(binding.host)}`;
}
