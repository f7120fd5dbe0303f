/** Keys and clicks of the graph: arrows move, Space and Shift choose, Enter does what the screen is for. */
import { notifications } from '@mantine/notifications';
import { useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { choose, extend, toggle, type Modifiers, type Selection } from '../selection.ts';
import { rangeMax, type LogWindow } from './logWindow.ts';
import { words } from './words.ts';

interface GraphKeys {
  readonly log: LogWindow;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  /** The row that the keyboard is at, or -1. */
  readonly at: number;
  /** Whether an arrow key alone chooses the row that it goes to. */
  readonly cursorChooses: boolean;
  readonly moveTo: (index: number) => void;
  readonly activate: () => void;
  /** Rows that fit on the screen. */
  readonly pageRows: () => number;
}

export function useGraphKeys(parts: GraphKeys) {
  const { log, selection, select, at, cursorChooses, moveTo, activate, pageRows } = parts;
  const moves = useRef(0);
  const nameAt = (index: number): string | undefined => log.rowAt(index)?.commit.sha;

  /** Rows by name, unless the keyboard has gone on by the time they are known. */
  const named = (first: number, last: number, take: (names: string[]) => void): void => {
    moves.current += 1;
    const move = moves.current;
    log.names(first, last).then(
      (names) => {
        if (move === moves.current) take(names);
      },
      () => undefined,
    );
  };

  /** Chooses from the anchor to a row; what lies between may have to be asked for. */
  const extendTo = (index: number, cursor: number, keys: Modifiers): void => {
    const anchor = selection.anchor ?? nameAt(cursor);
    const start = anchor === undefined ? -1 : log.indexOf(anchor);
    // The anchor has been forgotten with its page: the range begins where the keyboard was.
    const first = start < 0 ? cursor : start;
    const forward = first <= index;
    const [from, to] = within(Math.min(first, index), Math.max(first, index), forward);
    named(from, to, (names) => {
      const target = forward ? names.at(-1) : names[0];
      const begin = forward ? names[0] : names.at(-1);
      if (target === undefined || begin === undefined) return;
      select(extend({ chosen: selection.chosen, anchor: begin }, target, names, keys.ctrlKey || keys.metaKey));
    });
  };

  const go = (target: number, event: KeyboardEvent): void => {
    const next = Math.max(0, Math.min(log.count - 1, target));
    if (log.count === 0) return;
    if (event.shiftKey) extendTo(next, Math.max(0, at), event);
    else if (cursorChooses && !event.ctrlKey && !event.metaKey) choosing(next);
    moveTo(next);
  };

  const choosing = (index: number): void => {
    const only = ([name]: readonly (string | undefined)[]) => {
      if (name !== undefined) select({ chosen: new Set([name]), anchor: name });
    };
    const name = nameAt(index);
    moves.current += 1;
    if (name === undefined) named(index, index, only);
    else only([name]);
  };

  const all = (): void => {
    const [first, last] = within(0, log.count - 1, true);
    named(first, last, (names) => select({ chosen: new Set(names), anchor: names[0] ?? null }));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // Buttons inside of a row have keys of their own.
    if (event.target !== event.currentTarget || event.altKey) return;
    const name = nameAt(at);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + pageRows(),
      PageUp: at - pageRows(),
      Home: 0,
      End: log.count - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) go(step, event);
    else if (event.key === ' ' && name) select(toggle(selection, name));
    else if (event.key === 'Enter' && name) activate();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) all();
    else if (event.key === 'Escape' && selection.chosen.size > 0) select({ chosen: new Set(), anchor: null });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (index: number, event: MouseEvent): void => {
    const name = nameAt(index);
    if (name === undefined) return;
    if (event.shiftKey) extendTo(index, at < 0 ? index : at, event);
    else select(choose(selection, name, [name], event));
    moveTo(index);
  };
  return { onKeyDown, onClick };
}

/** As much of a range as can be chosen at once, from where it was begun; says so where that is not all of it. */
function within(first: number, last: number, forward: boolean): [number, number] {
  if (last - first < rangeMax) return [first, last];
  notifications.show({ id: 'range', message: words.cut(rangeMax), autoClose: 6000 });
  return forward ? [first, first + rangeMax - 1] : [last - rangeMax + 1, last];
}
