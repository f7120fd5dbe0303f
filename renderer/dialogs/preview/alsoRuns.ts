/** Which environments could go back together with one. */
import type { EnvironmentStatus } from '../../../shared/domain/project.ts';

/** The other environments that run the release that leaves, and have one to go back to; in the order of the diagram. */
export function alsoRuns(environments: readonly EnvironmentStatus[], environment: string): EnvironmentStatus[] {
  const release = environments.find(({ name }) => name === environment)?.release?.id;
  if (release === undefined) return [];
  return environments
    .filter((one) => one.name !== environment && one.release?.id === release && one.rollback.possible)
    .toSorted((a, b) => a.order - b.order);
}
