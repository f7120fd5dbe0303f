/** A long list of equal rows, of which only those in sight are drawn. Arrow keys move along it; the end asks for more. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import classes from './Rows.module.css';

interface RowsProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly label: string;
  /** Pixels. */
  readonly rowHeight: number;
  /** CSS grid columns that header and rows share. */
  readonly columns: string;
  readonly head: readonly string[];
  /** The cells of a row. */
  readonly cells: (item: T) => readonly ReactNode[];
  readonly selected?: string | undefined;
  readonly open: (item: T) => void;
  /** Called when the end comes near. */
  readonly more: (() => void) | null;
}

/** Pixels. */
const headHeight = 32;

export function Rows<T>(props: RowsProps<T>) {
  const { items, keyOf, label, rowHeight, columns, head, cells, selected, open, more } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // The titles stand above the rows and stay in sight.
    scrollPaddingEnd: headHeight,
    overscan: 12,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - 30) more();
  }, [more, last, items.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (event.key === 'Enter' && row && row === event.target) {
      const item = items[Number(row.dataset['index'])];
      if (item !== undefined) open(item);
    }
    if (step === undefined || !row) return;
    event.preventDefault();
    const next = Math.min(items.length - 1, Math.max(0, Number(row.dataset['index']) + step));
    rows.scrollToIndex(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };

  return (
    <div
      ref={scroller}
      className={classes.table}
      role="table"
      aria-label={label}
      aria-rowcount={items.length + 1}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={classes.titles}>
        <div className={classes.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: columns }}>
          {head.map((title) => (
            <div key={title} role="columnheader" className="one-line">
              {title}
            </div>
          ))}
        </div>
      </div>
      <div className={classes.track} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {visible.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <div
              key={row.key}
              role="row"
              aria-rowindex={row.index + 2}
              aria-selected={selected === keyOf(item)}
              data-index={row.index}
              tabIndex={0}
              className={classes.row}
              style={{ gridTemplateColumns: columns, height: rowHeight, transform: `translateY(${row.start}px)` }}
              onClick={() => {
                if (!getSelection()?.toString()) open(item);
              }}
            >
              {cells(item).map((cell, index) => (
                <div key={index} role="cell" className={classes.cell}>
                  {cell}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
