/** Whether an environment has a front, how its traffic moves, and what is still warm behind it. */
import type { ResolvedEnvironment } from '../../shared/configuration/flow.ts';
import { parseDuration, type Configuration } from '../../shared/configuration/schema.ts';
import type { FrontOptions } from '../../shared/domain/front.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import type { Binding } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { FrontFacts, WayBack } from '../../shared/planning/fronted.ts';
import type { Strategy } from '../../shared/planning/rollout.ts';
import { switchBack } from '../../shared/planning/warm.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { deploymentOf, sideOf } from './sides.ts';

/** Used where `front.image` names none. */
const defaultFrontImage = 'haproxy:lts';
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
  if (isFrontless(rollout)) return null;
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

/** Whether the strategy lets published services keep their own ports, so that there is no front. */
export const isFrontless = (rollout: Rollout): boolean =>
  rollout?.strategy === 'recreate' || rollout?.strategy === 'rehearsed';

/** The fastest way back to a revision: by switch when all of it still runs behind the front that serves now. */
export async function wayBackOf(
  engine: Engine,
  target: Target,
  current: Revision,
  restored: Revision,
  bindings: readonly Binding[],
): Promise<WayBack> {
  const { project, environment } = current;
  const containers = await target.list({ [label.project]: project, [label.environment]: environment });
  const back = switchBackOf(engine, current, restored, bindings, containers);
  if (typeof back !== 'string') return back;
  const { artifacts } = sideOf(engine, restored);
  const present = await target.hasArtifacts(artifacts);
  return { way: artifacts.every(({ digest }) => present.has(digest)) ? 'start' : 'pull', why: back };
}

/** The way back by a switch, or why it is none; `containers` are those of the environment now. */
export const switchBackOf = (
  engine: Engine,
  current: Revision,
  restored: Revision,
  bindings: readonly Binding[],
  containers: readonly ContainerState[],
) =>
  switchBack({
    now: deploymentOf(engine, current),
    then: deploymentOf(engine, restored),
    restored: restored.number,
    bindings,
    containers,
  });
