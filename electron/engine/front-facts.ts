/** Whether an environment has a front, how its traffic moves, and what is still warm behind it. */
import type { ResolvedEnvironment } from '../../shared/configuration/flow.ts';
import { parseDuration, type Configuration } from '../../shared/configuration/schema.ts';
import type { FrontOptions } from '../../shared/domain/front.ts';
import type { Binding, DeploymentPlan, SideFront } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { FrontFacts } from '../../shared/planning/fronted.ts';
import { besideOf } from '../../shared/planning/front.ts';
import type { Strategy } from '../../shared/planning/rollout.ts';
import { frontContainerName } from '../steps/front-spec.ts';
import { madeBy } from '../steps/specs.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { deploymentOf } from './sides.ts';

/** Used where `front.image` names none. */
export const defaultFrontImage = 'haproxy:lts';
const defaultWarmMs = 10 * 60_000;
const defaultHoldMs = 30_000;
const defaultSteps = [5, 25, 50];

/**
 * The front of an environment's next deployment; null where published services keep their own ports: when the strategy
 * says so, or when none is declared and the image of a front is not at hand.
 */
export async function frontFactsOf(
  engine: Engine,
  target: Target,
  configuration: Configuration,
  { declaration }: ResolvedEnvironment,
  current: Revision | null,
): Promise<FrontFacts | null> {
  const { rollout } = declaration;
  const { front } = configuration;
  if (rollout?.strategy === 'recreate' || rollout?.strategy === 'rehearsed') return null;
  const before = current ? deploymentOf(engine, current) : null;
  const wanted = rollout?.strategy !== undefined || front !== undefined || before?.next.front !== undefined;
  if (!wanted && (await target.imageId(defaultFrontImage).catch(() => null)) === null) return null;
  return {
    options: optionsOf(front),
    strategy: strategyOf(rollout),
    warmMs: (rollout?.warm === undefined ? null : parseDuration(rollout.warm)) ?? defaultWarmMs,
    warmColour: before?.previous?.front?.colour,
    warm: null,
  };
}

const optionsOf = (front: Configuration['front']): FrontOptions => ({
  image: front?.image ?? defaultFrontImage,
  tcp: front?.tcp ?? [],
  sticky: front?.sticky ?? [],
  checks: front?.checks ?? {},
  certificate: front?.certificate ?? null,
});

function strategyOf(rollout: ResolvedEnvironment['declaration']['rollout']): Strategy {
  if (rollout?.strategy !== 'canary') return { strategy: 'blue-green' };
  const holdMs = (rollout.hold === undefined ? null : parseDuration(rollout.hold)) ?? defaultHoldMs;
  return { strategy: 'canary', steps: rollout.steps ?? defaultSteps, holdMs };
}

/**
 * What still runs, behind the very front that serves now, of the revision that a rollback returns to; null when something
 * of it is missing, or when it would be published elsewhere than what runs now.
 */
export async function warmOf(
  engine: Engine,
  target: Target,
  current: Revision,
  restored: Revision,
  bindings: readonly Binding[],
): Promise<{ runsAs: number; front: SideFront } | null> {
  const now = deploymentOf(engine, current);
  const then = deploymentOf(engine, restored);
  if (!now?.next.front || !then?.next.front || !isSameFront(now, then)) return null;
  if (JSON.stringify(now.bindings) !== JSON.stringify(bindings)) return null;
  const { next } = then;
  const beside = besideOf(next, then.bindings);
  const containers = await target.list({
    [label.project]: current.project,
    [label.environment]: current.environment,
  });
  const front = frontContainerName(now, now.next.front);
  if (!containers.some(({ name, state }) => name === front && state === 'running')) return null;
  const running = (service: string): number =>
    containers.filter((one) => one.service === service && one.revision === madeBy(next) && one.state === 'running')
      .length;
  const complete = next.application.services.every(
    ({ name, replicas }) => !beside.has(name) || running(name) === replicas,
  );
  return complete && beside.size > 0 ? { runsAs: madeBy(next), front: then.next.front } : null;
}

const isSameFront = (now: DeploymentPlan, then: DeploymentPlan): boolean =>
  now.next.front !== undefined &&
  then.next.front !== undefined &&
  now.next.front.colour !== then.next.front.colour &&
  frontContainerName(now, now.next.front) === frontContainerName(now, then.next.front);
