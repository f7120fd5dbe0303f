/**
 * The lines of a commit graph, row by row from the newest commit down. What is known between two rows is the columns of
 * the lines that cross there, so that a page of rows can be drawn without those above it.
 */

/** By column, the commit that the line there leads down to; null is a free column. No commit is in it twice. */
export type Lines = readonly (string | null)[];

/** More lines side by side than anybody can follow: what would come beyond is not drawn. */
export const mostColumns = 64;

export interface Placed {
  /** Where the commit's dot is; `mostColumns` when there was no room. */
  readonly column: number;
  /** Whether a line leads down to it from above. */
  readonly fromAbove: boolean;
  /** Where the lines to its parents go on, in the parents' order; those without room are left out. */
  readonly parents: readonly number[];
  /** The column whose line bends over into the commit's own below it: both lead to its first parent. */
  readonly joining: number | null;
  /** The lines below this row. */
  readonly after: Lines;
}

/**
 * Places the next commit under lines. Its first parent goes on in its own column. Where another line leads to that
 * parent already, both become one, in the column further left: so the main line stays straight. Lines never move
 * sideways otherwise.
 */
export function place(lines: Lines, { sha, parents }: { sha: string; parents: readonly string[] }): Placed {
  const found = lines.indexOf(sha);
  const column = found >= 0 ? found : freeColumn(lines);
  const after = [...lines];
  if (found >= 0) after[found] = null;
  const below: number[] = [];
  let joining: number | null = null;
  for (const [index, parent] of parents.entries()) {
    const known = after.indexOf(parent);
    const own = index === 0 && column < mostColumns;
    if (own && known > column) {
      joining = known;
      after[known] = null;
    }
    const at = known >= 0 && joining !== known ? known : own ? column : freeColumn(after);
    if (at >= mostColumns) continue;
    while (after.length < at) after.push(null);
    after[at] = parent;
    if (!below.includes(at)) below.push(at);
  }
  while (after.at(-1) === null) after.pop();
  return { column, fromAbove: found >= 0, parents: below, joining, after };
}

function freeColumn(lines: Lines): number {
  const free = lines.indexOf(null);
  return free >= 0 ? free : Math.min(lines.length, mostColumns);
}
