/** The edits of one lane, as the panes make them. Their problems are shown by the lane itself. */
import { useMemo } from 'react';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { movedBy, movedTo, without } from './order.ts';

export function useLaneEdits(project: string, lane: string) {
  const editLane = useStore((state) => state.editLane);
  return useMemo(() => {
    const arrange = (change: (ids: string[]) => string[]) => {
      editLane(project, lane, (base, now) =>
        engine.call('hotfix.arrange', { ...base, picks: change(now.picks.map((pick) => pick.id)) }),
      ).catch(() => undefined);
    };
    return {
      remove: (chosen: ReadonlySet<string>) => arrange((ids) => without(ids, chosen)),
      moveBy: (chosen: ReadonlySet<string>, by: -1 | 1) => arrange((ids) => movedBy(ids, chosen, by)),
      /** Before the pick of this id, or to the end. */
      moveBefore: (chosen: ReadonlySet<string>, before: string | null) =>
        arrange((ids) => movedTo(ids, chosen, before === null ? ids.length : ids.indexOf(before))),
      undo: () => void editLane(project, lane, (base) => engine.call('hotfix.undo', base)).catch(() => undefined),
    };
  }, [editLane, project, lane]);
}
