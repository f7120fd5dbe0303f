/** What runs where: the last picture of each project, and when it is asked for again. */
import type { ProjectStatus } from '../../shared/domain/project.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { engine } from '../transport/engine.ts';
import { coalesce } from './coalesce.ts';
import type { Slice } from './store.ts';

/** Events come in bursts; the picture is asked for once for each burst. */
const burstMs = 150;

export interface StatusSlice {
  readonly statuses: Readonly<Record<string, ProjectStatus>>;
  readonly statusProblems: Readonly<Record<string, Problem>>;
  loadStatus(project: string): Promise<void>;
  /** Asks for the current project's status soon; many calls become one. */
  refreshStatus(): void;
}

export const statusSlice: Slice<StatusSlice> = (set, get) => {
  const refresh = coalesce(async () => {
    const { route, loadStatus } = get();
    if (route.screen !== 'welcome') await loadStatus(route.project);
  }, burstMs);
  return {
    statuses: {},
    statusProblems: {},
    async loadStatus(project) {
      try {
        const status = await engine.call('project.status', { project });
        set((state) => {
          const { [project]: _solved, ...problems } = state.statusProblems;
          return { statuses: { ...state.statuses, [project]: status }, statusProblems: problems };
        });
        get().takeOperations(status.environments.flatMap((environment) => environment.operation ?? []));
      } catch (thrown) {
        set((state) => ({ statusProblems: { ...state.statusProblems, [project]: problemFrom(thrown) } }));
      }
    },
    refreshStatus: refresh,
  };
};
