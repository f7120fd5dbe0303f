/** Moving picks within a lane: pure, by id, so that it holds for the lane as it is when the edit's turn comes. */

/** Everything that is chosen goes one place up (-1) or down (1), as far as there is room; gaps between them stay. */
export function movedBy(ids: readonly string[], chosen: ReadonlySet<string>, by: -1 | 1): string[] {
  const order = by < 0 ? [...ids] : ids.toReversed();
  for (let at = 1; at < order.length; at += 1) {
    const [before, here] = [order[at - 1], order[at]];
    if (before === undefined || here === undefined || !chosen.has(here) || chosen.has(before)) continue;
    [order[at - 1], order[at]] = [here, before];
  }
  return by < 0 ? order : order.reverse();
}

/** Everything that is chosen goes, in its order, before what stands at `index` now. */
export function movedTo(ids: readonly string[], chosen: ReadonlySet<string>, index: number): string[] {
  const before = ids.slice(0, index).filter((id) => !chosen.has(id));
  const after = ids.slice(index).filter((id) => !chosen.has(id));
  return [...before, ...ids.filter((id) => chosen.has(id)), ...after];
}

export const without = (ids: readonly string[], chosen: ReadonlySet<string>): string[] =>
  ids.filter((id) => !chosen.has(id));
