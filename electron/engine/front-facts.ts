/** Whether an environment has a front, how its traffic moves, and what is still warm behind it. */
import type { ResolvedEnvironment } from '../../shared/configuration/flow.ts';
import { parseDuration, type Configuration } from '../../shared/configuration/schema.ts';
import type { FrontOptions } from '../../shared/domain/front.ts';
import type { Binding, DeploymentPlan } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { FrontFacts, WayBack } from '../../shared/planning/fronted.ts';
import { besideOf } from '../../shared/planning/front.ts';
import type { Strategy } from '../../shared/planning/rollout.ts';
import { frontContainerName } from '../steps/front-spec.ts';
import { madeBy } from '../steps/specs.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { deploymentOf, sideOf } from './sides.ts';

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
    options: optionsOf(front, rollout),
    strategy: strategyOf(rollout),
    warmMs: (rollout?.warm === undefined ? null : parseDuration(rollout.warm)) ?? defaultWarmMs,
    warmColour: before?.previous?.front?.colour,
    back: null,
  };
}

type Rollout = ResolvedEnvironment['declaration']['rollout'];

const optionsOf = (front: Configuration['front'], rollout: Rollout): FrontOptions => ({
  image: front?.image ?? defaultFrontImage,
  tcp: front?.tcp ?? [],
  sticky: front?.sticky ?? [],
  checks: front?.checks ?? {},
  certificate: front?.certificate ?? null,
  testers: testersOf(rollout),
});

function testersOf(rollout: Rollout): FrontOptions['testers'] {
  if (!rollout?.testers) return null;
  const { value, ...by } = rollout.testers;
  return 'header' in by ? { by: 'header', name: by.header, value } : { by: 'cookie', name: by.cookie, value };
}

function strategyOf(rollout: Rollout): Strategy {
  const holdMs = rollout?.hold === undefined ? null : parseDuration(rollout.hold);
  switch (rollout?.strategy) {
    case 'canary':
      return { strategy: 'canary', steps: rollout.steps ?? defaultSteps, holdMs: holdMs ?? defaultHoldMs };
    case 'rolling':
      return {
        strategy: 'rolling',
        surge: rollout.surge ?? 1,
        unavailable: rollout.unavailable ?? 0,
        holdMs: holdMs ?? 0,
      };
    default:
      return { strategy: 'blue-green' };
  }
}

/** The fastest way back to a revision: by switch when all of it still runs behind the front that serves now. */
export async function wayBackOf(
  engine: Engine,
  target: Target,
  current: Revision,
  restored: Revision,
  bindings: readonly Binding[],
): Promise<WayBack> {
  const warm = await warmOf(engine, target, current, restored, bindings);
  if (typeof warm !== 'string') return warm;
  const { artifacts } = sideOf(engine, restored);
  const present = await target.hasArtifacts(artifacts);
  return { way: artifacts.every(({ digest }) => present.has(digest)) ? 'start' : 'pull', why: warm };
}

/** What still runs of a revision; a sentence that says what is missing otherwise. */
async function warmOf(
  engine: Engine,
  target: Target,
  current: Revision,
  restored: Revision,
  bindings: readonly Binding[],
): Promise<WayBack | string> {
  const now = deploymentOf(engine, current);
  const then = deploymentOf(engine, restored);
  const name = `Revision ${String(restored.number)}`;
  if (!now?.next.front || !then?.next.front || !isSameFront(now, then))
    return `${name} did not run behind the load balancer that serves now.`;
  if (JSON.stringify(now.bindings) !== JSON.stringify(bindings)) return `${name} was published elsewhere.`;
  const { next } = then;
  const beside = besideOf(next, then.bindings);
  const inPlace = next.front?.services.find((service) => !beside.has(service));
  if (inPlace !== undefined) return `“${inPlace}” cannot be there twice.`;
  const containers = await target.list({
    [label.project]: current.project,
    [label.environment]: current.environment,
  });
  const front = frontContainerName(now, now.next.front);
  if (!containers.some((one) => one.name === front && one.state === 'running'))
    return 'The load balancer does not run.';
  const running = (service: string): number =>
    containers.filter((one) => one.service === service && one.revision === madeBy(next) && one.state === 'running')
      .length;
  const warm = next.application.services.filter((service) => beside.has(service.name));
  const missing = warm.find(({ name: service, replicas }) => running(service) < replicas);
  if (missing || warm.length === 0) return `${name} is not kept warm any more.`;
  return {
    way: 'switch',
    runsAs: madeBy(next),
    front: then.next.front,
    running: Object.fromEntries(warm.map(({ name: service }) => [service, running(service)])),
  };
}

const isSameFront = (now: DeploymentPlan, then: DeploymentPlan): boolean =>
  now.next.front !== undefined &&
  then.next.front !== undefined &&
  now.next.front.colour !== then.next.front.colour &&
  frontContainerName(now, now.next.front) === frontContainerName(now, then.next.front);
