/** References to work items in commit messages: `#12`, `ABC-123`. */

const pattern = /(?<![\w&/])#\d{1,9}\b|\b[A-Z][A-Z0-9]{1,9}-\d{1,9}\b/g;
/** Names that look like work items and are none. */
const notItems = new Set(['UTF-8', 'UTF-16', 'SHA-1', 'SHA-256', 'SHA-512', 'ISO-8601', 'RFC-3339', 'MD-5']);

const readCharacters = 20_000;

/** Cut between words: half of a number would be another item's. */
function beginningOf(text: string): string {
  if (text.length <= readCharacters) return text;
  const beginning = text.slice(0, readCharacters);
  return beginning.slice(0, Math.max(0, beginning.search(/\s\S*$/)));
}

/** The distinct work items that texts mention, in order of appearance; at most 200. */
export function workItemsIn(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [item] of beginningOf(text).matchAll(pattern)) {
      if (!notItems.has(item)) found.add(item);
      if (found.size >= 200) return [...found];
    }
  }
  return [...found];
}
