/** A commit in the graph. */
import { memo, type DragEvent, type MouseEvent, type ReactNode } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import { ago, exact } from '../../text/time.ts';
import { inert } from '../../text/inert.ts';
import classes from './CommitGraph.module.css';
import { GraphCell } from './GraphCell.tsx';
import type { DrawnRow } from './lanes.ts';
import { rowHeight } from './measures.ts';
import { RefChips, type Mark } from './RefChips.tsx';

interface GraphRowProps {
  readonly id: string;
  readonly row: DrawnRow | undefined;
  readonly index: number;
  /** CSS grid columns that head and rows share. */
  readonly columns: string;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly graphWidth: number;
  readonly marks: readonly Mark[] | undefined;
  readonly chosen: boolean;
  readonly focused: boolean;
  readonly draggable: boolean;
  readonly now: number;
  readonly decoration: ReactNode;
  readonly onClick: (index: number, event: MouseEvent) => void;
  readonly onDoubleClick: () => void;
  readonly onDragStart: (index: number, event: DragEvent) => void;
}

/** Plain elements and titles: hundreds of them come and go in a second of scrolling. */
export const GraphRow = memo(function GraphRow(props: GraphRowProps) {
  const { id, row, index, columns, top, graphWidth, marks, chosen, focused, draggable, now, decoration } = props;
  const subject = row ? inert(row.commit.subject.replaceAll(/\s+/g, ' ')) : '';
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-focused={focused || undefined}
      data-index={index}
      data-sha={row?.commit.sha}
      className={classes.row}
      style={{ gridTemplateColumns: columns, height: rowHeight, transform: `translateY(${top}px)` }}
      draggable={draggable && row !== undefined}
      onClick={(event) => props.onClick(index, event)}
      onDoubleClick={props.onDoubleClick}
      onDragStart={(event) => props.onDragStart(index, event)}
    >
      <span role="gridcell" className={classes.cell}>
        {row && graphWidth > 0 && <GraphCell row={row} width={graphWidth} />}
      </span>
      <span role="gridcell" className={classes.subject}>
        {marks && <RefChips marks={marks} />}
        {row ? (
          <span className="foreign one-line" title={subject} dir="auto">
            {subject}
          </span>
        ) : (
          <span className={classes.shape} />
        )}
      </span>
      <span role="gridcell" className="foreign one-line" dir="auto">
        {row && inert(row.commit.author)}
      </span>
      <span role="gridcell" className="one-line quiet">
        {row && (
          <time dateTime={new Date(row.commit.committedAt).toISOString()} title={exact(row.commit.committedAt)}>
            {ago(row.commit.committedAt, now)}
          </time>
        )}
      </span>
      <span role="gridcell" className="mono quiet">
        {row && shortSha(row.commit.sha)}
      </span>
      <span role="gridcell" className={classes.cell}>
        {decoration}
      </span>
    </div>
  );
});
