/** Finds the verdict in what a quality gate answers. */

/**
 * The value at a path such as `projectStatus.status` or `checks[0].state`, as text; undefined where there is none, where
 * it is no plain value, or where the text is no JSON.
 */
export function valueAt(json: string, path: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  for (const key of path.split(/[.[\]]/).filter((part) => part !== '' && part !== '$')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
