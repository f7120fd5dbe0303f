/** What the picture of hotfixes says about one environment: lost changes that it holds, and what they pushed aside. Pure. */
import type { Parked } from '../../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';

export interface Marks {
  /** Changes that run here and that main has not, of those that are known by name. */
  readonly lost: number;
  /** There are more lost changes than are known by name. */
  readonly lostMore: boolean;
  readonly parked: Parked | null;
}

export function marksOf({ lost, parked }: Pick<ProjectStatus, 'lost' | 'parked'>, environment: string): Marks {
  const here = lost?.changes.filter((change) => change.in.includes(environment)).length ?? 0;
  return {
    lost: here,
    lostMore: here > 0 && lost !== null && lost.count > lost.changes.length,
    parked: parked.find((one) => one.environment === environment) ?? null,
  };
}
