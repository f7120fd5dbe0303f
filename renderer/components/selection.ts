/** Choosing rows by mouse and keyboard, as file managers do: pure, by name, so that it survives every refresh. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** Where a range starts that Shift extends. */
  readonly anchor: string | null;
}

export const nothingChosen: Selection = { chosen: new Set(), anchor: null };

export interface Modifiers {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** After a click on a row, or Space on it: alone, added or taken out (Ctrl or ⌘), or up to it (Shift). */
export function choose(before: Selection, name: string, order: readonly string[], keys: Modifiers): Selection {
  const adds = keys.ctrlKey || keys.metaKey;
  if (keys.shiftKey) return extend(before, name, order, adds);
  if (adds) return toggle(before, name);
  return { chosen: new Set([name]), anchor: name };
}

export function toggle({ chosen }: Selection, name: string): Selection {
  const next = new Set(chosen);
  if (!next.delete(name)) next.add(name);
  return { chosen: next, anchor: name };
}

/** Everything between the anchor and a row; instead of what was chosen, or beside it. */
export function extend(before: Selection, name: string, order: readonly string[], beside = false): Selection {
  const from = order.indexOf(before.anchor ?? name);
  const to = order.indexOf(name);
  if (to < 0) return before;
  const [first, last] = from < 0 ? [to, to] : from < to ? [from, to] : [to, from];
  const range = order.slice(first, last + 1);
  return { chosen: new Set(beside ? [...before.chosen, ...range] : range), anchor: before.anchor ?? name };
}

export const chooseAll = (order: readonly string[]): Selection => ({
  chosen: new Set(order),
  anchor: order[0] ?? null,
});

/** Where something chosen is: its row where it is listed, and when it was committed. */
export interface ChosenPlace {
  /** Null where it is not listed, or where that is not known. */
  readonly row: number | null;
  /** Milliseconds. */
  readonly committedAt: number;
}

/**
 * What is chosen, newest first: as the list has it where it lists all of it, else by date, for places in different
 * searches cannot be compared.
 */
export function newestFirst(chosen: Iterable<string>, placeOf: (name: string) => ChosenPlace): string[] {
  const places = [...chosen].map((name) => ({ name, ...placeOf(name) }));
  const rowOf = (place: ChosenPlace): number => place.row ?? Infinity;
  const byRow = places.every(({ row }) => row !== null);
  return places
    .sort(
      (a, b) => (byRow ? 0 : b.committedAt - a.committedAt) || (rowOf(a) < rowOf(b) ? -1 : rowOf(a) > rowOf(b) ? 1 : 0),
    )
    .map(({ name }) => name);
}
