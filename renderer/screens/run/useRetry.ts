/** Tries a run again, or one stage of it, and goes to the run that does. */
import { useState } from 'react';
import type { Run } from '../../../shared/domain/run.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';

export function useRetry({ project, id }: Run) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One key for as long as it is not answered: a click that is sent twice starts one run.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const retry = (stage?: string) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const asked = { project, run: id, key, ...(stage ? { stage } : {}) };
    engine.call('run.retry', asked).then(
      ({ operation, run }) => {
        const { takeOperations, go, route } = useStore.getState();
        takeOperations([operation]);
        setKey(crypto.randomUUID());
        setBusy(false);
        // Who has gone elsewhere meanwhile stays there.
        if (route.screen === 'run' && route.run === id)
          go({ screen: 'run', project, run: run.id, ...(stage ? { stage } : {}) });
      },
      (thrown: unknown) => {
        setProblem(problemFrom(thrown));
        setBusy(false);
      },
    );
  };
  return { busy, problem, retry };
}
