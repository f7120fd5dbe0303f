/** What stays started behind a front, and whether the way back is a switch to it. */
import { canonical } from '../domain/canonical.ts';
import { frontServiceName } from '../domain/front.ts';
import type { ContainerState } from '../domain/health.ts';
import { madeBy, type Binding, type DeploymentPlan, type SideFront } from '../domain/plan.ts';
import { besideOf, isSameFront } from './front.ts';
import type { WayBack } from './fronted.ts';

/** The revision that is kept warm beside what runs; null when none is. `containers` are those of the environment now. */
export function warmRevision({ previous, next }: DeploymentPlan, containers: readonly ContainerState[]): number | null {
  if (!previous?.front || !next.front) return null;
  const runs = (made: number): boolean =>
    containers.some(({ revision, state }) => revision === made && state === 'running');
  if (madeBy(previous) !== madeBy(next)) return runs(madeBy(previous)) ? previous.revision : null;
  // Only its number of containers was changed: what was warm before that still is.
  const others = containers.filter(
    ({ revision, state }) =>
      state === 'running' && revision > 0 && revision < next.revision && revision !== madeBy(next),
  );
  return others.length > 0 ? Math.max(...others.map(({ revision }) => revision)) : null;
}

export interface WarmFacts {
  /** The deployment that brought what runs, and the one that brought what would come back, under its own number. */
  readonly now: DeploymentPlan | null;
  readonly then: DeploymentPlan | null;
  readonly restored: number;
  /** Where what comes back would be published. */
  readonly bindings: readonly Binding[];
  /** Every container of the environment now. */
  readonly containers: readonly ContainerState[];
}

/** The way back by a switch, when all that it needs still runs behind the front that serves now; else a sentence that says what is missing. */
export function switchBack({
  now,
  then,
  restored,
  bindings,
  containers,
}: WarmFacts): Extract<WayBack, { readonly way: 'switch' }> | string {
  const name = `Revision ${String(restored)}`;
  if (!now?.next.front || !then?.next.front || !isBeside(now.next.front, then.next.front))
    return `${name} did not run behind the load balancer that serves now.`;
  if (canonical(now.bindings) !== canonical(bindings)) return `${name} was published elsewhere.`;
  const { next } = then;
  const beside = besideOf(next, then.bindings);
  const inPlace = next.front?.services.find((service) => !beside.has(service));
  if (inPlace !== undefined) return `“${inPlace}” cannot be there twice.`;
  const running = containers.filter(({ state }) => state === 'running');
  if (!running.some(({ service }) => service === frontServiceName)) return 'The load balancer does not run.';
  const countOf = (service: string): number =>
    running.filter((one) => one.service === service && one.revision === madeBy(next)).length;
  const warm = next.application.services.filter((service) => beside.has(service.name));
  const missing = warm.find(({ name: service, replicas }) => countOf(service) < replicas);
  if (missing || warm.length === 0) return `${name} is not kept warm any more.`;
  return {
    way: 'switch',
    runsAs: madeBy(next),
    front: then.next.front,
    running: Object.fromEntries(warm.map(({ name: service }) => [service, countOf(service)])),
  };
}

/** Behind the same front, and apart: what has one colour is the same containers. */
const isBeside = (now: SideFront, then: SideFront): boolean => now.colour !== then.colour && isSameFront(now, then);
