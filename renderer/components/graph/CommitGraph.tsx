/**
 * The commits of a repository as a list with the graph of their history, of any length. It is one stop of the keyboard
 * whose cursor moves inside, so that the focus stays where it is however the rows come and go.
 */
import { useCallbackRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useId, useRef, useState, type DragEvent } from 'react';
import type { Commit } from '../../../shared/domain/commit.ts';
import { ProblemNotice } from '../ProblemNotice.tsx';
import { inOrder } from '../selection.ts';
import { useNow } from '../useNow.ts';
import classes from './CommitGraph.module.css';
import { GraphHead } from './GraphHead.tsx';
import { GraphPlaceholder } from './GraphPlaceholder.tsx';
import { draggedCommits, type CommitGraphProps } from './graphProps.ts';
import { GraphRow } from './GraphRow.tsx';
import type { LogWindow } from './logWindow.ts';
import { columnsOf, graphWidthOf, rowHeight, rowsMax } from './measures.ts';
import { useCursor } from './useCursor.ts';
import { useGraphKeys } from './useGraphKeys.ts';
import { useLogWindow } from './useLogWindow.ts';
import { useMarks } from './useMarks.ts';

export function CommitGraph(props: CommitGraphProps) {
  const { selected, focused, decorate } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const log = useLogWindow(props, (rows) => scroller.current?.scrollBy({ top: rows * rowHeight, behavior: 'instant' }));
  const marks = useMarks(props.project, props.fresh);
  const now = useNow();
  const count = Math.min(rowsMax, log.count);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // The titles stand above the rows and stay in sight.
    scrollPaddingEnd: rowHeight,
    overscan: 8,
  });
  const visible = virtual.getVirtualItems();
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0];
  useEffect(() => log.see(first, last), [log, first, last]);
  useVisible(log, first, last, props.onVisible);

  const cursor = useCursor(log, focused, props.onFocus);
  const moveTo = (index: number) => {
    cursor.moveTo(index);
    virtual.scrollToIndex(index);
  };
  const activate = () => {
    const chosen = selected.size > 0 ? byPlace(log, selected) : focused === null ? [] : [focused];
    if (chosen.length > 0) props.onActivate?.(chosen);
  };
  const [anchor, setAnchor] = useState<string | null>(null);
  const keys = useGraphKeys({
    log,
    selection: { chosen: selected, anchor },
    select(selection) {
      setAnchor(selection.anchor);
      props.onSelect(new Set(byPlace(log, selection.chosen)), selection.anchor);
    },
    at: cursor.at,
    moveTo,
    activate,
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2),
  });
  const drag = (index: number, event: DragEvent) => {
    const sha = log.rowAt(index)?.commit.sha;
    if (sha === undefined) return;
    event.dataTransfer.setData(draggedCommits, JSON.stringify(selected.has(sha) ? byPlace(log, selected) : [sha]));
    event.dataTransfer.effectAllowed = 'copy';
  };
  // The same functions from one drawing to the next: rows that did not change are not drawn again.
  const onClick = useCallbackRef(keys.onClick);
  const onDoubleClick = useCallbackRef(activate);
  const onDragStart = useCallbackRef(drag);
  const graphWidth = graphWidthOf(log.columns);
  const columns = columnsOf(graphWidth, decorate ? (props.decorationWidth ?? 120) : 0);

  if (count === 0) return <GraphPlaceholder log={log} filtered={isFiltered(props)} />;
  return (
    <div className={classes.frame}>
      {log.problem && <ProblemNotice problem={log.problem} compact />}
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        aria-label={props.label}
        aria-multiselectable
        aria-rowcount={(log.total ?? count) + 1}
        aria-activedescendant={cursor.at >= first && cursor.at <= last ? `${id}${cursor.at}` : undefined}
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
      >
        <GraphHead columns={columns} />
        <div className={classes.track} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const row = log.rowAt(index);
            return (
              <GraphRow
                key={index}
                id={`${id}${index}`}
                row={row}
                index={index}
                columns={columns}
                top={start}
                graphWidth={graphWidth}
                marks={row && marks.get(row.commit.sha)}
                chosen={row !== undefined && selected.has(row.commit.sha)}
                focused={index === cursor.at}
                draggable={props.draggable ?? false}
                now={now}
                decoration={row && decorate?.(row.commit)}
                onClick={onClick}
                onDoubleClick={onDoubleClick}
                onDragStart={onDragStart}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const isFiltered = ({ search, author, path, workItem }: CommitGraphProps): boolean =>
  [search, author, path, workItem].some(Boolean);

/** What is chosen, newest first as far as its places are known. */
function byPlace(log: LogWindow, selected: ReadonlySet<string>): string[] {
  const places = [...selected].map((sha) => [sha, log.indexOf(sha)] as const).filter(([, at]) => at >= 0);
  return inOrder(
    selected,
    places.sort(([, one], [, other]) => one - other).map(([sha]) => sha),
  );
}

/** Tells which commits are in sight, whenever others are. */
function useVisible(log: LogWindow, first: number, last: number, tell: CommitGraphProps['onVisible']): void {
  const commits: Commit[] = [];
  for (let index = first; tell && index <= last; index += 1) {
    const row = log.rowAt(index);
    if (row) commits.push(row.commit);
  }
  const inSight = useEffectEvent(() => tell?.(commits));
  const names = commits.map(({ sha }) => sha).join();
  useEffect(() => inSight(), [names]);
}
