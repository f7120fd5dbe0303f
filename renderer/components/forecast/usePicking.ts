/** Picks commits onto a lane: asks for the parent of merges first, and offers to start a lane where there is none. */
import { notifications } from '@mantine/notifications';
import { mostPicks, type PickRequest } from '../../../shared/domain/hotfix.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { placeIn } from '../../state/laneList.ts';
import type { LaneEdit } from '../../state/lanes.ts';
import { useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import { wantsParent } from './looks.ts';
import { words } from './words.ts';

/** Picks before the pick of this id, or at the end. */
export function usePicking(project: string, lane: string | null) {
  const editLane = useStore((state) => state.editLane);
  const openDialog = useStore((state) => state.openDialog);
  return (picks: readonly PickRequest[], before: string | null = null): void => {
    if (picks.length === 0) return;
    if (picks.length > mostPicks) {
      refuse(words.tooMany(picks.length, mostPicks));
      return;
    }
    if (lane === null) {
      openDialog({ kind: 'start-lane', project, picks });
      return;
    }
    // Merges are looked for when the edit's turn has come: a pick must not be overtaken by what was asked after it.
    const pick: LaneEdit = async (base, now) => {
      const merges = await mergesAmong(project, now.head, picks);
      if (merges.length === 0)
        return engine.call('hotfix.pick', { ...base, picks: [...picks], ...placeIn(now, before) });
      if (useStore.getState().dialog) refuse(words.choosesParent);
      else openDialog({ kind: 'mainline', project, lane, picks, merges, before });
      return null;
    };
    editLane(project, lane, pick).catch((thrown: unknown) => {
      // The lane's own screen says it beside the lane.
      if (useStore.getState().route.screen === 'hotfix' && useStore.getState().laneProblems[lane]) return;
      const { message, hint } = problemFrom(thrown);
      refuse([message, hint].filter(Boolean).join(' '));
    });
  };
}

const refuse = (message: string) =>
  notifications.show({ title: words.notPicked, message: inert(message), color: 'red', autoClose: 10_000 });

/** Those whose parent has to be chosen: their forecast says so. */
export async function mergesAmong(project: string, onto: string, picks: readonly PickRequest[]): Promise<string[]> {
  const open = picks.filter((pick) => pick.mainline === undefined);
  if (open.length === 0) return [];
  const merges: string[] = [];
  for await (const forecast of engine.stream('hotfix.forecast', { project, onto, picks: open }))
    if (wantsParent(forecast)) merges.push(forecast.commit);
  return merges;
}
