/** Full-text search: what is indexed of a row, and how what a person types becomes a query. */

/** How words are told apart; the same for every search table. Names such as `release/1.2` or `#12` are one word. */
export const tokenizer = `prefix='1 2 3 4', tokenize="unicode61 remove_diacritics 2 tokenchars '-_/#.'"`;

const joints = /[-_/#.]+/g;

/** The words of a text; those with joints also in parts, so that `release/1.2` is found by `1.2` too. */
function wordsOf(text: string): string {
  const parts = text
    .split(/\s+/)
    .filter((word) => word.search(joints) >= 0)
    .map((word) => word.replaceAll(joints, ' '));
  return [text, ...parts].join(' ');
}

/** A word that no text of a person has: it lets the index itself narrow a search to a project or an environment. */
export const placeOf = (project: string, environment?: string): string =>
  `..${project}${environment === undefined ? '' : `/${environment}`}`;

/** What is indexed of a row of a project, or of an environment in it. */
export const indexed = (text: string, project: string, environment?: string): string =>
  [wordsOf(text), placeOf(project), ...(environment === undefined ? [] : [placeOf(project, environment)])].join(' ');

/** A word of one letter is the beginning of nearly everything: it costs most and tells least. */
const mostWords = 6;
const mostLetters = 3;

/**
 * An FTS5 query that matches words by their beginnings, null when there is no word: the six longest, for what a whole
 * sentence narrows beyond them nobody sees, and each costs a walk through its list. What is typed is never syntax.
 * `place` narrows it in the index.
 */
export function matchOf(text: string, place: string | null): string | null {
  const words = text
    .replaceAll('\0', ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}_/#.-]/u.test(word));
  if (words.length === 0) return null;
  const telling = words.toSorted((a, b) => b.length - a.length).slice(0, mostWords);
  const letters = telling.filter((word) => word.length === 1).slice(0, mostLetters);
  const asked = [...telling.filter((word) => word.length > 1), ...letters];
  return [...asked.map((word) => `${quoted(word)}*`), ...(place === null ? [] : [quoted(place)])].join(' ');
}

/** FTS5 takes a NUL for the end of the query. */
const quoted = (word: string): string => `"${word.replaceAll('"', '""').replaceAll('\0', '')}"`;
