/** Where lanes are now, for everything that looks at them without editing. */
import type { Engine } from '../engine.ts';

/** The commit at the head of a lane, open or closed; null when there is no such lane. */
export const laneHead = (engine: Engine, project: string, id: string): string | null =>
  engine.store.lanes.current(project, id)?.lane.head ?? null;

/** The open lanes of a project, the one that was started last first. */
export const openLanes = (engine: Engine, project: string): { id: string; title: string; commit: string }[] =>
  engine.store.lanes
    .list(project)
    .filter((lane) => lane.status === 'open')
    .map(({ id, branch, head }) => ({ id, title: branch, commit: head }));
