/** The work of a dialog: busy meanwhile, and the problem where it was refused. */
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { useStore } from '../state/store.ts';
import { inert } from '../text/inert.ts';
import { words } from './words.ts';

/**
 * Runs what a dialog decides, once: busy meanwhile, and the problem where it was refused. A dialog that was closed in
 * the meantime does nothing more: another may be open, and the person elsewhere. `arrive` goes where the work leads;
 * `forget` takes the problem away, when what was refused is asked for no more.
 */
export function useRun<Done>(work: () => Promise<Done>, arrive?: (done: Done) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const runWith = (start: () => Promise<Done>) => {
    const mine = useStore.getState().dialog;
    const isShown = () => useStore.getState().dialog === mine;
    setBusy(true);
    setProblem(null);
    start().then(
      (done) => {
        if (!isShown()) return;
        useStore.getState().closeDialog();
        arrive?.(done);
      },
      (thrown: unknown) => {
        const refused = problemFrom(thrown);
        if (!isShown())
          notifications.show({
            title: words.refused,
            message: inert(refused.message),
            color: 'red',
            autoClose: 10_000,
          });
        setProblem(refused);
        setBusy(false);
      },
    );
  };
  return { busy, problem, forget: () => setProblem(null), run: () => runWith(work), runWith };
}
