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

/** What is chosen, in the order of the list; what is chosen and not listed any more comes last. */
export function inOrder(chosen: ReadonlySet<string>, order: readonly string[]): string[] {
  const listed = order.filter((name) => chosen.has(name));
  if (listed.length === chosen.size) return listed;
  const known = new Set(listed);
  return [...listed, ...[...chosen].filter((name) => !known.has(name))];
}
