/** Pages of a list that grows at its front. Pure. */

export interface Page<T, Around = unknown> {
  readonly items: readonly T[];
  /** Whether there are items behind these. */
  readonly more: boolean;
  /** What was said beside the items of the newest page. */
  readonly around?: Around;
}

/** The newest page in front of what was listed before. `nameOf` tells two items apart. */
export function joined<T, Around>(
  newest: Page<T, Around>,
  before: Page<T, Around>,
  nameOf: (item: T) => string,
): Page<T, Around> {
  // All that there is: what else was listed is not in the list any more, as a run that ended among those that go on.
  if (!newest.more) return newest;
  const names = new Set(newest.items.map(nameOf));
  const lastKnown = before.items.findLastIndex((item) => names.has(nameOf(item)));
  if (lastKnown < 0) return newest;
  const older = before.items.slice(lastKnown + 1);
  return older.length > 0 ? { ...newest, items: [...newest.items, ...older], more: before.more } : newest;
}
