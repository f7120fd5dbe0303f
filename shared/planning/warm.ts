/** What stays started behind a front, so that the way back is a switch. */
import type { ContainerState } from '../domain/health.ts';
import type { DeploymentPlan, Side } from '../domain/plan.ts';

const madeBy = ({ runsAs, revision }: Side): number => runsAs ?? revision;

/** The revision that is kept warm beside what runs; null when none is. `containers` are those of the environment now. */
export function warmRevision(plan: DeploymentPlan, containers: readonly ContainerState[]): number | null {
  const { previous, next } = plan;
  if (!previous?.front || !next.front || madeBy(previous) === madeBy(next)) return null;
  const made = madeBy(previous);
  return containers.some(({ revision, state }) => revision === made && state === 'running') ? previous.revision : null;
}
