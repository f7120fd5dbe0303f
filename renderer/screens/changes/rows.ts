/** The rows of the table: changes, and the work items that head them when they are grouped. Pure. */
import type { Change, Place } from '../../../shared/domain/change.ts';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';

export type Row =
  | { readonly kind: 'item'; readonly name: string; readonly item: string | null; readonly count: number }
  | { readonly kind: 'change'; readonly name: string; readonly change: Change };

/** In the order in which they came; with groups, those of the newest change first and what belongs to none last. */
export function rowsOf(changes: readonly Change[], grouped: boolean): Row[] {
  const rowOf = (change: Change): Row => ({ kind: 'change', name: change.id, change });
  if (!grouped) return changes.map(rowOf);
  const groups = new Map<string, Change[]>();
  const rest: Change[] = [];
  for (const change of changes) {
    const [item] = change.workItems;
    if (item === undefined) rest.push(change);
    else groups.set(item, [...(groups.get(item) ?? []), change]);
  }
  const group = (item: string | null, members: readonly Change[]): Row[] =>
    members.length === 0
      ? []
      : [{ kind: 'item', name: `item ${item ?? ''}`, item, count: members.length }, ...members.map(rowOf)];
  return [...[...groups].flatMap(([item, members]) => group(item, members)), ...group(null, rest)];
}

/** Columns as the flow runs: environments from the first to production, then main and other refs, then lanes. */
export function placesInFlow(
  places: readonly Place[],
  environments: readonly { readonly name: string; readonly order: number }[],
): Place[] {
  const orders = new Map(environments.map(({ name, order }) => [name, order]));
  const kinds = ['environment', 'ref', 'lane'];
  return places.toSorted(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (orders.get(a.id) ?? 0) - (orders.get(b.id) ?? 0),
  );
}

/** The names that can be chosen, in the order of the list. */
export const namesOf = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) => (row.kind === 'change' ? [row.name] : []));

/** Where the cursor goes: over heads of groups, to a change. */
export function stepFrom(rows: readonly Row[], from: number, by: number): number {
  const step = by < 0 ? -1 : 1;
  let at = Math.min(rows.length - 1, Math.max(0, from + by));
  while (rows[at]?.kind === 'item') at += step;
  if (rows[at]) return at;
  // Beyond the end there is only a head: the nearest change on the way back.
  at -= step;
  while (rows[at]?.kind === 'item') at -= step;
  return rows[at] ? at : from;
}

/** The commit by which a change is picked: the one that main has, else the newest that carries it. */
export function pickOf(change: Change, places: readonly Place[]): PickRequest {
  const main = places.find((place) => place.kind === 'ref');
  const there = main && change.verdicts[main.id];
  return { commit: (there?.present && there.commit) || (change.commits.at(-1) ?? change.id) };
}
