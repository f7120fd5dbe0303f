/** Which changes a person asked to see. */
import type { Change, Place } from '../../domain/change.ts';

export interface ChangeFilter {
  /** In the subject, the author's name, a work item, or the beginning of a commit's name. */
  readonly text?: string | undefined;
  readonly author?: string | undefined;
  readonly workItem?: string | undefined;
  /** Commits that touch the wanted path; undefined lets all through. */
  readonly touching?: ReadonlySet<string> | undefined;
  readonly between?: { readonly has: string; readonly lacks: string } | undefined;
  /** Changes by id that are lost; undefined lets all through. */
  readonly lost?: ReadonlySet<string> | undefined;
  /** On main, and in none of these places. */
  readonly missing?: { readonly main: string; readonly from: readonly string[] } | undefined;
}

export function filterChanges(changes: readonly Change[], filter: ChangeFilter): Change[] {
  const text = filter.text?.trim().toLowerCase() ?? '';
  const author = filter.author?.trim().toLowerCase() ?? '';
  const item = filter.workItem?.trim().toLowerCase() ?? '';
  const { touching, between, lost, missing } = filter;
  const has = (change: Change, place: string): boolean => change.verdicts[place]?.present ?? false;
  return changes.filter(
    (change) =>
      (text === '' || mentions(change, text)) &&
      (author === '' || change.author.toLowerCase().includes(author)) &&
      (item === '' || change.workItems.some((known) => sameItem(known.toLowerCase(), item))) &&
      (!touching || [...change.commits, ...change.reverts].some((sha) => touching.has(sha))) &&
      (!between || (has(change, between.has) && !has(change, between.lacks))) &&
      (!lost || lost.has(change.id)) &&
      (!missing || (has(change, missing.main) && !missing.from.some((place) => has(change, place)))),
  );
}

function mentions(change: Change, text: string): boolean {
  return (
    change.subject.toLowerCase().includes(text) ||
    change.author.toLowerCase().includes(text) ||
    change.workItems.some((item) => item.toLowerCase().includes(text)) ||
    (/^[0-9a-f]{4,64}$/.test(text) && [...change.commits, ...change.reverts].some((sha) => sha.startsWith(text)))
  );
}

/** `12` and `#12` are one item. */
const sameItem = (known: string, asked: string): boolean => known === asked || known === `#${asked}`;

/** The place of an id; undefined when it is not among them. */
export const placeNamed = (places: readonly Place[], id: string): Place | undefined =>
  places.find((place) => place.id === id);
