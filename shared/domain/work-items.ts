/** References to work items in commit messages: `#12`, `ABC-123`, or what a repository says its items begin with. */

/** Whatever looks like an item to anybody: a beginning as in `itemPrefix`, and a number. */
const pattern = /(?<![\w&/])[A-Za-z]{0,10}[#!]\d{1,9}\b|\b[A-Za-z]\w{0,19}-\d{1,9}\b/g;
/** What an item can begin with: plain text and no pattern, so that no message takes long to read. */
export const itemPrefix = /^(?:[A-Za-z]{0,10}[#!]|[A-Za-z]\w{0,19}-)$/;

const usual = /^(?:#|[A-Z][A-Z0-9]{1,9}-)\d+$/;
/** Names that look like work items and are none. */
const notItems = new Set(['UTF-8', 'UTF-16', 'SHA-1', 'SHA-256', 'SHA-512', 'ISO-8601', 'RFC-3339', 'MD-5']);

const readCharacters = 20_000;
const most = 200;

/** Cut between words: half of a number would be another item's. */
function beginningOf(text: string): string {
  if (text.length <= readCharacters) return text;
  const beginning = text.slice(0, readCharacters);
  return beginning.slice(0, Math.max(0, beginning.search(/\s\S*$/)));
}

/**
 * Whether what looks like a work item is one, by what a repository says they begin with; `#12` and `ABC-123` are, where
 * it says nothing.
 */
export const isWorkItem = (text: string, prefixes?: readonly string[]): boolean =>
  prefixes
    ? prefixes.some((prefix) => text.startsWith(prefix) && /^\d+$/.test(text.slice(prefix.length)))
    : usual.test(text) && !notItems.has(text);

/** The distinct work items that texts mention, in order of appearance; at most 200. */
export const workItemsIn = (texts: Iterable<string>, prefixes?: readonly string[]): string[] =>
  mentionedIn(texts, (item) => isWorkItem(item, prefixes));

/** Everything in texts that may be a work item, whatever repository they are of; at most 200. */
export const itemsIn = (texts: Iterable<string>): string[] => mentionedIn(texts, () => true);

function mentionedIn(texts: Iterable<string>, counts: (item: string) => boolean): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [item] of beginningOf(text).matchAll(pattern)) {
      if (counts(item)) found.add(item);
      if (found.size >= most) return [...found];
    }
  }
  return [...found];
}
