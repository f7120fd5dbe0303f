/** What the person is most likely picking for: the lane that is open, else production. */
import { useEffect, useMemo } from 'react';
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { openLanes } from '../../state/lanes.ts';
import { useStatus, useStore } from '../../state/store.ts';
import type { Target } from './useForecast.ts';

const noLanes: readonly LaneStatus[] = [];

/** Lanes of a project, asked for again whenever something happened there. */
export function useLanes(project: string) {
  const known = useStore((state) => state.lanes[project]);
  const problem = useStore((state) => state.lanesProblems[project] ?? null);
  const load = useStore((state) => state.loadLanes);
  const seq = useStore((state) => state.statuses[project]?.seq);
  const connected = useStore((state) => state.link.phase === 'connected');
  useEffect(() => {
    if (connected) void load(project);
  }, [project, load, seq, connected]);
  return { lanes: known?.lanes ?? noLanes, parked: known?.parked ?? [], loaded: known !== undefined, problem };
}

/** The lane that picks go to: the newest open one. */
export const currentLane = (lanes: readonly LaneStatus[]): LaneStatus | null =>
  openLanes(lanes).find((lane) => lane.purpose === 'hotfix') ?? openLanes(lanes)[0] ?? null;

export function useTarget(lane: LaneStatus | null, project: string): Target | null {
  const status = useStatus();
  const production = status && productionOf(status);
  const onto = lane ? `lane:${lane.id}` : (production?.name ?? null);
  const commit = lane ? lane.head : (production?.release?.commit ?? null);
  const title = lane ? lane.branch : (production?.name ?? '');
  return useMemo(() => (onto && commit ? { project, onto, commit, title } : null), [project, onto, commit, title]);
}

/** The environment that hotfixes are for, when it runs something. */
export const productionOf = (status: ProjectStatus) =>
  status.environments.find((environment) => environment.kind === 'production' && environment.release) ?? null;
