/** What runs now, as the engine that runs it says: never as remembered. */
import type { ContainerState } from '../../shared/domain/health.ts';
import type { EngineState } from '../../shared/domain/project.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';

export interface Observation {
  readonly engine: EngineState;
  /** Containers by environment; null when the engine does not answer. */
  readonly containers: ReadonlyMap<string, readonly ContainerState[]> | null;
  readonly at: number;
}

/** Looks at every container of a project's environments. Never rejects: an engine that does not answer is an observation too. */
export async function observe(target: Target, project: string, environments: readonly string[], now: () => number): Promise<Observation> {
  const engine = await target.state();
  if (!engine.reachable) return { engine, containers: null, at: now() };
  try {
    const found = await Promise.all(environments.map(async (environment) => [environment, await target.list({ [label.project]: project, [label.environment]: environment })] as const));
    return { engine, containers: new Map(found), at: now() };
  } catch {
    return { engine: await target.state(), containers: null, at: now() };
  }
}
