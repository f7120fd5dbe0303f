/** Keys and clicks of the graph: arrows move, Space and Shift choose, Enter does what the screen is for. */
import type { KeyboardEvent, MouseEvent } from 'react';
import { choose, extend, toggle, type Modifiers, type Selection } from '../selection.ts';
import type { LogWindow } from './logWindow.ts';

interface GraphKeys {
  readonly log: LogWindow;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  /** The row that the keyboard is at, or -1. */
  readonly at: number;
  readonly moveTo: (index: number) => void;
  readonly activate: () => void;
  /** Rows that fit on the screen. */
  readonly pageRows: () => number;
}

export function useGraphKeys({ log, selection, select, at, moveTo, activate, pageRows }: GraphKeys) {
  const nameAt = (index: number): string | undefined => log.rowAt(index)?.commit.sha;

  /** Chooses from the anchor to a row; what lies between may have to be asked for. */
  const extendTo = (index: number, from: number, keys: Modifiers): void => {
    const anchor = selection.anchor ?? nameAt(from);
    const start = anchor === undefined ? -1 : log.indexOf(anchor);
    // The anchor has been forgotten with its page: the range begins where the keyboard was.
    const first = start < 0 ? from : start;
    const forward = first <= index;
    log.names(Math.min(first, index), Math.max(first, index)).then(
      (names) => {
        const target = forward ? names.at(-1) : names[0];
        const begin = forward ? names[0] : names.at(-1);
        if (target === undefined || begin === undefined) return;
        select(extend({ chosen: selection.chosen, anchor: begin }, target, names, keys.ctrlKey || keys.metaKey));
      },
      () => undefined,
    );
  };

  const go = (target: number, event: KeyboardEvent): void => {
    const next = Math.max(0, Math.min(log.count - 1, target));
    if (log.count === 0) return;
    if (event.shiftKey) extendTo(next, Math.max(0, at), event);
    moveTo(next);
  };

  const all = (): void => {
    log.names(0, log.count - 1).then(
      (names) => select({ chosen: new Set(names), anchor: names[0] ?? null }),
      () => undefined,
    );
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
