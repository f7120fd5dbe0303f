/** Keys of the matrix: arrows move, Space and Shift choose, Enter opens the evidence, P picks. */
import type { KeyboardEvent } from 'react';
import { chooseAll, extend, nothingChosen, toggle } from '../../components/selection.ts';
import type { ChangeTableProps } from './ChangeTable.tsx';
import { namesOf, stepFrom } from './rows.ts';

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 20,
  PageUp: -20,
  Home: -Infinity,
  End: Infinity,
};

export function useTableKeys(props: ChangeTableProps, scrollTo: (index: number) => void) {
  const { rows, places, selection, select, cursor, moveTo, show, pick } = props;
  const at = cursor ? rows.findIndex((row) => row.name === cursor.name) : -1;
  const column = cursor?.column ?? -1;

  const go = (by: number, event: KeyboardEvent) => {
    const next = at < 0 ? stepFrom(rows, -1, 1) : stepFrom(rows, at, by);
    const row = rows[next];
    if (!row || row.kind !== 'change') return;
    scrollTo(next);
    if (event.shiftKey) {
      // A range that begins with the keyboard starts at the row where it was.
      const anchor = selection.anchor ?? rows[at]?.name ?? row.name;
      select(extend({ chosen: selection.chosen, anchor }, row.name, namesOf(rows)));
    }
    moveTo({ name: row.name, column });
  };

  return (event: KeyboardEvent) => {
    // Buttons inside of a row have keys of their own.
    if (event.target !== event.currentTarget) return;
    const step = steps[event.key];
    if (step !== undefined) go(step, event);
    else if (event.key === 'ArrowRight' && cursor)
      moveTo({ ...cursor, column: Math.min(places.length - 1, column + 1) });
    else if (event.key === 'ArrowLeft' && cursor) moveTo({ ...cursor, column: Math.max(-1, column - 1) });
    else if (event.key === ' ' && cursor) select(toggle(selection, cursor.name));
    else if (event.key === 'Enter' && cursor) show(cursor.name, places[column]?.id);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) select(chooseAll(namesOf(rows)));
    else if (event.key === 'p' && !event.ctrlKey && !event.metaKey) pick();
    else if (event.key === 'Escape' && selection.chosen.size > 0) select(nothingChosen);
    else if (event.key === 'Escape' && props.open.change !== undefined) props.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
