/** How each row of the graph is drawn: pure, page by page, from the lines that come down into the page. */
import { mostColumns, place, type Lines } from '../../../shared/graph/lines.ts';
import type { Commit } from '../../../shared/domain/commit.ts';

/** A piece of a line inside one row: from a column at its top to one at its bottom; the commit's own has `dot`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** `past` crosses the row, `down` ends in the commit's dot, `out` begins there. */
  readonly kind: 'past' | 'down' | 'out';
}

export interface DrawnRow {
  readonly commit: Commit;
  /** The column of the commit's dot; null where there is no graph. */
  readonly column: number | null;
  readonly pieces: readonly Piece[];
  /** Columns that the row uses. */
  readonly width: number;
}

/** Rows of a page in order. `lines` are those that come down from the rows above it. */
export function drawnRows(lines: Lines, commits: readonly Commit[]): DrawnRow[] {
  let above = lines;
  return commits.map((commit) => {
    const placed = place(above, commit);
    const pieces: Piece[] = [];
    for (const [column, leadsTo] of above.entries())
      if (leadsTo !== null && leadsTo !== commit.sha)
        pieces.push({ from: column, to: column === placed.joining ? placed.column : column, kind: 'past' });
    if (placed.fromAbove) pieces.push({ from: placed.column, to: placed.column, kind: 'down' });
    for (const parent of placed.parents) pieces.push({ from: placed.column, to: parent, kind: 'out' });
    const width = Math.max(above.length, placed.after.length, Math.min(placed.column, mostColumns) + 1);
    above = placed.after;
    return { commit, column: placed.column, pieces, width };
  });
}

/** Rows between which a filter left commits out: nothing leads from one to the next. */
export const plainRows = (commits: readonly Commit[]): DrawnRow[] =>
  commits.map((commit) => ({ commit, column: null, pieces: [], width: 0 }));
