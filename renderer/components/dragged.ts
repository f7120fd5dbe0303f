/** Commits that are dragged from a list, and what becomes of them where they are dropped. */

/** The type of dragged commits in a `DataTransfer`: their names in JSON, newest first. */
export const draggedCommits = 'application/x-slipway-commits';

/** What was dragged may come from anywhere. */
export function namesFrom(text: string): string[] {
  try {
    const names: unknown = JSON.parse(text || '[]');
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
