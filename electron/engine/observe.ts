/** What runs now, as the engine that runs it says: never as remembered. */
import type { ContainerState } from '../../shared/domain/health.ts';
import type { EngineState } from '../../shared/domain/project.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';

export interface Observation {
  readonly engine: EngineState;
  /** The environment's containers; null when its engine does not answer. */
  readonly containers: readonly ContainerState[] | null;
  readonly at: number;
}

export type StateOf = (target: Target) => Promise<EngineState>;

/** Asks each engine once whether it answers, whoever wants to know. */
export function statesOnce(): StateOf {
  const states = new Map<Target, Promise<EngineState>>();
  return (target) => {
    const state = states.get(target) ?? target.state();
    states.set(target, state);
    return state;
  };
}

/**
 * Looks at the containers of each environment, on the engine that it runs on; each engine is asked once whether it
 * answers. Never rejects: one that does not is an observation too.
 */
export async function observe(
  targetOf: (environment: string) => Target,
  project: string,
  environments: readonly string[],
  { now, stateOf = statesOnce() }: { readonly now: () => number; readonly stateOf?: StateOf },
): Promise<ReadonlyMap<string, Observation>> {
  const look = async (environment: string): Promise<Observation> => {
    const target = targetOf(environment);
    const engine = await stateOf(target);
    if (!engine.reachable) return { engine, containers: null, at: now() };
    const containers = await target
      .list({ [label.project]: project, [label.environment]: environment })
      .catch(() => null);
    return { engine: containers ? engine : await target.state(), containers, at: now() };
  };
  return new Map(
    await Promise.all(environments.map(async (environment) => [environment, await look(environment)] as const)),
  );
}
