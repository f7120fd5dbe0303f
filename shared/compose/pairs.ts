/** Maps that may be written as lists of `KEY=value`: environment, build arguments, labels. */
import type { Lookup } from './interpolate.ts';
import type { Pairs } from './schema.ts';

/** Key and value in the order of the file; a value is null where only the key was given. */
export function entriesOf(pairs: Pairs | null | undefined): [string, string | null][] {
  if (!pairs) return [];
  if (!Array.isArray(pairs))
    return Object.entries(pairs).map(([key, value]) => [key, value === null ? null : String(value)]);
  return pairs.map((entry) => {
    const equals = entry.indexOf('=');
    return equals < 0 ? [entry, null] : [entry.slice(0, equals), entry.slice(equals + 1)];
  });
}

/** The values that are there: keys without one take it from the variables, and stay out when there is none. */
export function resolvePairs(
  pairs: Pairs | null | undefined,
  lookup: Lookup,
  unset: (key: string) => void,
): Record<string, string> {
  return Object.fromEntries(
    entriesOf(pairs).flatMap(([key, given]) => {
      const value = given ?? lookup(key);
      if (value === undefined) unset(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Labels: a key alone has an empty value. */
export const labelsOf = (pairs: Pairs | null | undefined): Record<string, string> =>
  Object.fromEntries(entriesOf(pairs).map(([key, value]) => [key, value ?? '']));
