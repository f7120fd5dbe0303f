/** Picks commits onto a lane: asks for the parent of merges first, and offers to start a lane where there is none. */
import { notifications } from '@mantine/notifications';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import { words } from './words.ts';

/** Merges that are looked for among what is picked at once. */
const mostLookedAt = 500;

export function usePicking(project: string, lane: string | null) {
  const pickOnto = useStore((state) => state.pickOnto);
  const openDialog = useStore((state) => state.openDialog);
  return (picks: readonly PickRequest[], at?: number): void => {
    if (picks.length === 0) return;
    if (lane === null) {
      openDialog({ kind: 'start-lane', project, picks });
      return;
    }
    const run = async () => {
      const merges = await mergesAmong(project, lane, picks);
      if (merges.length > 0)
        openDialog({ kind: 'mainline', project, lane, picks, merges, ...(at === undefined ? {} : { at }) });
      else await pickOnto(project, lane, picks, at);
    };
    run().catch((thrown: unknown) => {
      // The lane's own screen says it beside the lane.
      if (useStore.getState().route.screen === 'hotfix' && useStore.getState().laneProblems[lane]) return;
      const { message, hint } = problemFrom(thrown);
      notifications.show({
        title: words.notPicked,
        message: inert([message, hint].filter(Boolean).join(' ')),
        color: 'red',
        autoClose: 10_000,
      });
    });
  };
}

/** Those whose parent has to be chosen: their forecast says so, and is there already when their row was seen. */
async function mergesAmong(project: string, lane: string, picks: readonly PickRequest[]): Promise<string[]> {
  const open = picks.filter((pick) => pick.mainline === undefined).slice(0, mostLookedAt);
  if (open.length === 0) return [];
  const merges: string[] = [];
  for await (const forecast of engine.stream('hotfix.forecast', { project, onto: `lane:${lane}`, picks: open }))
    if (forecast.parents > 1 && forecast.mainline === null) merges.push(forecast.commit);
  return merges;
}
