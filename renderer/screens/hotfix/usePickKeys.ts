/** Keys of the lane's list. */
import type { KeyboardEvent } from 'react';
import { chooseAll, extend, nothingChosen, toggle } from '../../components/selection.ts';
import type { PickListProps } from './PickList.tsx';

interface PickKeys extends PickListProps {
  readonly cursor: string | null;
  readonly setCursor: (id: string) => void;
  readonly scrollTo: (index: number) => void;
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

export function usePickKeys({ lane, edits, selection, select, show, settle, cursor, setCursor, scrollTo }: PickKeys) {
  const ids = lane.picks.map((pick) => pick.id);
  const here = lane.picks.find((pick) => pick.id === cursor);
  const open = lane.status === 'open';
  const chosen = selection.chosen.size > 0 ? selection.chosen : new Set(cursor ? [cursor] : []);

  const go = (step: number, extending: boolean) => {
    const at = cursor === null ? -1 : ids.indexOf(cursor);
    const next = Math.max(0, Math.min(ids.length - 1, at + step));
    const pick = lane.picks[next];
    if (!pick) return;
    scrollTo(next);
    setCursor(pick.id);
    show(pick.source);
    select(
      extending
        ? extend({ ...selection, anchor: selection.anchor ?? cursor }, pick.id, ids)
        : { chosen: new Set([pick.id]), anchor: pick.id },
    );
  };
  /** Leaves the cursor on a neighbour of what goes. */
  const remove = () => {
    const left = ids.filter((id) => !chosen.has(id));
    const first = ids.findIndex((id) => chosen.has(id));
    const next = left[Math.min(first, left.length - 1)];
    if (next) setCursor(next);
    select(nothingChosen);
    edits.remove(chosen);
  };

  return (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const step = steps[event.key];
    const vertical = event.key === 'ArrowUp' || event.key === 'ArrowDown';
    if (event.altKey && vertical) {
      if (open) edits.moveBy(chosen, event.key === 'ArrowUp' ? -1 : 1);
    } else if (step !== undefined && !event.altKey) go(step, event.shiftKey);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (open && chosen.size > 0) remove();
    } else if (event.key === ' ' && cursor) select(toggle(selection, cursor));
    else if (event.key === 'Enter' && here) {
      if (open && here.state === 'conflict') settle(here.id);
      else show(here.source);
    } else if (command && event.key === 'a') select(chooseAll(ids));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
