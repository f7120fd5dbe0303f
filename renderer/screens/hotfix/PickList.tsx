/**
 * The picks of a lane. One stop of the keyboard: arrows move, Alt and arrows reorder, Delete removes, Enter settles or
 * shows. Commits can be dropped between them, and picks dragged to another place.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState, type DragEvent } from 'react';
import type { LanePick, LaneStatus, PickRequest } from '../../../shared/domain/hotfix.ts';
import { draggedCommits } from '../../components/graph/graphProps.ts';
import { choose, type Selection } from '../../components/selection.ts';
import classes from './Hotfix.module.css';
import laneClasses from './LanePane.module.css';
import { PickRow } from './PickRow.tsx';
import type { useLaneEdits } from './useLaneEdits.ts';
import { usePickKeys } from './usePickKeys.ts';
import { words } from './words.ts';

export interface PickListProps {
  readonly lane: LaneStatus;
  readonly edits: ReturnType<typeof useLaneEdits>;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly shown: string | null;
  readonly show: (commit: string) => void;
  readonly settle: (pick: string) => void;
  readonly add: (picks: readonly PickRequest[], at?: number) => void;
}

const rowHeight = 46;
/** The type of picks that are dragged within a lane: their ids in JSON. */
const draggedPicks = 'application/x-slipway-picks';

export function PickList(props: PickListProps) {
  const { lane, edits, selection, select, shown, show, settle, add } = props;
  const { picks } = lane;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [cursor, setCursor] = useState<string | null>(null);
  /** Where a drop would go: before this place, or at the end; null while nothing is over the list. */
  const [dropAt, setDropAt] = useState<number | null>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const rows = useVirtualizer({
    count: picks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => picks[index]?.id ?? index,
  });
  const open = lane.status === 'open';
  const onKeyDown = usePickKeys({ ...props, cursor, setCursor, scrollTo: (index) => rows.scrollToIndex(index) });

  const placeOf = (event: DragEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const y = event.clientY - box.top + event.currentTarget.scrollTop;
    return Math.max(0, Math.min(picks.length, Math.round(y / rowHeight)));
  };
  const takes = (event: DragEvent) =>
    open && event.dataTransfer.types.some((type) => type === draggedCommits || type === draggedPicks);
  const drop = (event: DragEvent) => {
    const at = placeOf(event);
    setDropAt(null);
    const moved = namesFrom(event.dataTransfer.getData(draggedPicks));
    const commits = namesFrom(event.dataTransfer.getData(draggedCommits));
    if (moved.length > 0) edits.moveBefore(new Set(moved), picks[at]?.id ?? null);
    // Dragged newest first, as they were listed; picked as they were made.
    else if (commits.length > 0)
      add(
        commits.toReversed().map((commit) => ({ commit })),
        at,
      );
  };
  const drag = (event: DragEvent, pick: LanePick) => {
    const ids = selection.chosen.has(pick.id) ? [...selection.chosen] : [pick.id];
    event.dataTransfer.setData(draggedPicks, JSON.stringify(ids));
    event.dataTransfer.effectAllowed = 'move';
  };

  return (
    <div
      ref={scroller}
      className={laneClasses.list}
      role="listbox"
      aria-label={words.picks.title}
      aria-multiselectable
      aria-activedescendant={cursor && picks.some((pick) => pick.id === cursor) ? `${id}${cursor}` : undefined}
      tabIndex={0}
      data-drop={dropAt === picks.length ? 'end' : undefined}
      data-testid="lane-picks"
      onKeyDown={onKeyDown}
      onFocus={() => setCursor((before) => before ?? picks[0]?.id ?? null)}
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        setDropAt(placeOf(event));
      }}
      onDragLeave={() => setDropAt(null)}
      onDrop={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        drop(event);
      }}
    >
      <div className={laneClasses.track} role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const pick = picks[row.index];
          if (!pick) return null;
          return (
            <PickRow
              key={row.key}
              id={`${id}${pick.id}`}
              pick={pick}
              index={row.index}
              of={picks.length}
              top={row.start}
              chosen={selection.chosen.has(pick.id)}
              cursor={cursor === pick.id}
              shown={shown === pick.source}
              dropHere={dropAt === row.index}
              draggable={open}
              onClick={(event) => {
                setCursor(pick.id);
                select(
                  choose(
                    selection,
                    pick.id,
                    picks.map((one) => one.id),
                    event,
                  ),
                );
                show(pick.source);
              }}
              onDragStart={(event) => drag(event, pick)}
              settle={open && (pick.state === 'conflict' || pick.state === 'resolved') ? () => settle(pick.id) : null}
            />
          );
        })}
      </div>
      {picks.length === 0 && (
        <div className={classes.nothing}>{dropAt === null ? words.picks.empty : words.picks.drop}</div>
      )}
    </div>
  );
}

/** What was dragged may come from anywhere. */
function namesFrom(text: string): string[] {
  try {
    const names: unknown = JSON.parse(text || '[]');
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
