/**
 * The matrix: a row for each change, a column for each place. It is one stop of the keyboard whose cursor moves inside,
 * so that the focus stays where it is however the rows below it come and go.
 */
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type CSSProperties } from 'react';
import type { Place } from '../../../shared/domain/change.ts';
import { Foreign } from '../../components/Foreign.tsx';
import type { Target } from '../../components/forecast/useForecast.ts';
import { choose, type Selection } from '../../components/selection.ts';
import { count } from '../../text/count.ts';
import { ChangeRow } from './ChangeRow.tsx';
import classes from './ChangeTable.module.css';
import { namesOf, type Row } from './rows.ts';
import { columnsFor, TableHead } from './TableHead.tsx';
import { useTableKeys } from './useTableKeys.ts';
import { words } from './words.ts';

/** Where the keyboard is: a row, and a place of it or the change itself (-1). */
export interface Cursor {
  readonly name: string;
  readonly column: number;
}

export interface ChangeTableProps {
  readonly rows: readonly Row[];
  readonly places: readonly Place[];
  readonly target: Target | null;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly cursor: Cursor | null;
  readonly moveTo: (cursor: Cursor) => void;
  /** The cell whose evidence is shown. */
  readonly open: { readonly change: string | undefined; readonly place: string | undefined };
  readonly show: (change: string, place: string | undefined) => void;
  readonly pick: () => void;
  /** Closes the evidence. */
  readonly close: () => void;
  readonly more: (() => void) | null;
}

const rowHeight = 32;

export function ChangeTable(props: ChangeTableProps) {
  const { rows, places, target, selection, select, cursor, moveTo, open, show, more } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: 44,
    overscan: 10,
    getItemKey: (index) => rows[index]?.name ?? index,
  });
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 60) more();
  }, [more, last, rows.length]);
  const onKeyDown = useTableKeys(props, (index) => virtual.scrollToIndex(index));
  // Beside the evidence there is no room in small windows for what it says itself.
  const narrow = useMediaQuery('(max-width: 1600px)');
  const compact = open.change !== undefined && narrow;
  const columns = columnsFor(places.length, compact);
  const cellId = (name: string, column: number) => `${id}${name} ${column}`.replaceAll(/[^\w-]/g, '_');

  return (
    <div
      ref={scroller}
      className={classes.table}
      role="grid"
      aria-label={words.title}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={places.length + (compact ? 3 : 6)}
      aria-activedescendant={cursor ? cellId(cursor.name, cursor.column) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const [first] = namesOf(rows);
        if (event.target === event.currentTarget && !cursor && first) moveTo({ name: first, column: -1 });
      }}
      data-testid="changes"
    >
      <TableHead places={places} columns={columns} compact={compact} />
      <div
        className={classes.track}
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), minWidth: columns.width }}
      >
        {visible.map((at) => {
          const row = rows[at.index];
          if (!row) return null;
          const style = {
            gridTemplateColumns: columns.template,
            height: rowHeight,
            transform: `translateY(${at.start}px)`,
          };
          if (row.kind === 'item') return <Group key={at.key} row={row} index={at.index} style={style} />;
          return (
            <ChangeRow
              key={at.key}
              change={row.change}
              places={places}
              compact={compact}
              target={target}
              index={at.index}
              style={style}
              chosen={selection.chosen.has(row.name)}
              cursor={cursor?.name === row.name ? cursor.column : null}
              open={open.change === row.name ? (open.place ?? '') : null}
              cellId={cellId}
              onClick={(event, column) => {
                moveTo({ name: row.name, column });
                const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
                if (plain && column >= 0) show(row.name, places[column]?.id);
                else select(choose(selection, row.name, namesOf(rows), event));
              }}
              onDoubleClick={() => show(row.name, undefined)}
            />
          );
        })}
      </div>
    </div>
  );
}

function Group({
  row,
  index,
  style,
}: {
  readonly row: Extract<Row, { kind: 'item' }>;
  readonly index: number;
  readonly style: CSSProperties;
}) {
  return (
    <div className={`${classes.row} ${classes.group}`} role="row" aria-rowindex={index + 2} style={style}>
      <span role="gridcell">
        <Foreign text={row.item ?? words.noWorkItem} most={60} />{' '}
        <span className="quiet">{count(row.count, 'change')}</span>
      </span>
    </div>
  );
}
