/** A rollout as it is now: its plan and journal, and beside them what the front itself says. */
import type { Colour, Traffic } from '../../shared/domain/front.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import type { RolloutState } from '../../shared/domain/rollout.ts';
import { progressOf } from '../../shared/planning/rollout-state.ts';
import { spanLengths } from '../../shared/planning/traffic/counting.ts';
import { ratesOf } from '../../shared/planning/traffic/sampling.ts';
import { frontOf } from '../steps/front-spec.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Engine } from './engine.ts';

const [{ spanMs: secondMs }] = spanLengths;

/** The state of a rollout; a front that does not answer leaves out what only it could say. */
export async function rolloutStateOf(
  engine: Engine,
  operation: StoredOperation,
  plan: DeploymentPlan,
): Promise<RolloutState> {
  const entries = engine.store.operations.journal(operation.id);
  const traffic = await trafficNow(engine, plan);
  return {
    operation: operation.id,
    environment: plan.environment,
    strategy: plan.rollout?.strategy ?? 'blue-green',
    ...progressOf(plan.steps, entries, operation.status),
    share: traffic && shareOf(traffic, plan),
    stable: traffic && revisionOf(traffic.stable, plan),
    canary: traffic?.canary ? revisionOf(traffic.canary, plan) : null,
    testers: plan.next.front?.shape.testers ?? null,
    watched: (plan.verify?.checks.length ?? 0) > 0,
    checks: engine.store.verifications.ofOperation(operation.id)[0]?.checks ?? [],
    rates: ratesNow(engine, plan),
  };
}

/** The last seconds before the one that goes on. */
const ratesOverMs = 10_000;

function ratesNow({ store, now }: Engine, { project, environment }: DeploymentPlan): RolloutState['rates'] {
  const to = Math.floor(now() / secondMs) * secondMs;
  return ratesOf(store.traffic.spans(project, environment, secondMs, to - ratesOverMs, to), ratesOverMs);
}

async function trafficNow(engine: Engine, plan: DeploymentPlan): Promise<Traffic | null> {
  if (!plan.next.front) return null;
  try {
    const open = await engine.workspace.get(plan.project);
    const { configuration } = await open.configuration();
    return (await frontOf(plan, open.target(configuration, plan.target)).state()).traffic;
  } catch {
    return null;
  }
}

/** Percent of the requests that go to the plan's next side. */
function shareOf({ stable, canary, share }: Traffic, { next }: DeploymentPlan): number {
  if (stable === next.front?.colour) return 100;
  return canary === next.front?.colour ? share : 0;
}

const revisionOf = (colour: Colour, { next, previous }: DeploymentPlan): number | null =>
  [next, previous].find((side) => side?.front?.colour === colour)?.revision ?? null;
