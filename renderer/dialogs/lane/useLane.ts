/** The lane that a dialog is about. */
import { useStore } from '../../state/store.ts';

/** A lane by its name, as last heard of. */
export const useLane = (project: string, id: string) =>
  useStore((state) => state.lanes[project]?.lanes.find((lane) => lane.id === id) ?? null);
