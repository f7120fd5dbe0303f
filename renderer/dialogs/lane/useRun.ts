/** Runs what a dialog decides, once: busy meanwhile, and the problem where it was refused. */
import { useState } from 'react';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { useStore } from '../../state/store.ts';

export function useRun(work: () => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = () => {
    setBusy(true);
    setProblem(null);
    work().then(
      () => useStore.getState().closeDialog(),
      (thrown: unknown) => {
        setProblem(problemFrom(thrown));
        setBusy(false);
      },
    );
  };
  return { busy, problem, run };
}

/** A lane by its name, as last heard of. */
export const useLane = (project: string, id: string) =>
  useStore((state) => state.lanes[project]?.lanes.find((lane) => lane.id === id) ?? null);
