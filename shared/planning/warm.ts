/** What stays started behind a front, so that the way back is a switch. */
import type { ContainerState } from '../domain/health.ts';
import type { DeploymentPlan, Side } from '../domain/plan.ts';

const madeBy = ({ runsAs, revision }: Side): number => runsAs ?? revision;

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
