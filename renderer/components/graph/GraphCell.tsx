/** The lines of one row of the graph, and its dot. */
import { memo } from 'react';
import type { DrawnRow, Piece } from './lanes.ts';
import classes from './CommitGraph.module.css';
import { columnWidth, rowHeight } from './measures.ts';

const middle = rowHeight / 2;
const xOf = (column: number): number => column * columnWidth + columnWidth / 2 + 2;

function pathOf({ from, to, kind }: Piece): string {
  const [x, end] = [xOf(from), xOf(to)];
  if (kind === 'down') return `M${x} 0V${middle}`;
  if (kind === 'past' && from === to) return `M${x} 0V${rowHeight}`;
  if (kind === 'past') return `M${x} 0C${x} ${middle} ${end} ${middle} ${end} ${rowHeight}`;
  if (from === to) return `M${x} ${middle}V${rowHeight}`;
  return `M${x} ${middle}C${end} ${middle} ${end} ${middle} ${end} ${rowHeight}`;
}

/** A line keeps the colour of the column that it runs in. */
const colours = 6;
const colourOf = (column: number): number => column % colours;

export const GraphCell = memo(function GraphCell({ row, width }: { readonly row: DrawnRow; readonly width: number }) {
  return (
    <svg className={classes.graph} width={width} height={rowHeight} aria-hidden>
      {row.pieces.map((piece, index) => (
        <path key={index} d={pathOf(piece)} data-colour={colourOf(piece.kind === 'out' ? piece.to : piece.from)} />
      ))}
      {row.column !== null && (
        <circle
          cx={xOf(row.column)}
          cy={middle}
          r={row.commit.parents.length > 1 ? 3.5 : 4}
          data-merge={row.commit.parents.length > 1 || undefined}
          data-colour={colourOf(row.column)}
        />
      )}
    </svg>
  );
});
