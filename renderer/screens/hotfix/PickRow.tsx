/** One pick of a lane: its bead, what it is and what became of it. */
import { Button } from '@mantine/core';
import type { DragEvent, MouseEvent } from 'react';
import type { LanePick } from '../../../shared/domain/hotfix.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { Mark } from '../../components/forecast/ForecastMark.tsx';
import { pickLooks } from '../../components/forecast/looks.ts';
import laneClasses from './LanePane.module.css';
import { words } from './words.ts';

interface PickRowProps {
  readonly id: string;
  readonly pick: LanePick;
  readonly index: number;
  readonly of: number;
  readonly top: number;
  readonly chosen: boolean;
  readonly cursor: boolean;
  readonly shown: boolean;
  readonly dropHere: boolean;
  readonly draggable: boolean;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDragStart: (event: DragEvent) => void;
  /** Opens the editor; null where there is no conflict. */
  readonly settle: (() => void) | null;
}

export function PickRow(props: PickRowProps) {
  const { id, pick, index, of, top, chosen, cursor, dropHere, draggable, onClick, onDragStart, settle } = props;
  const look = pickLooks[pick.state];
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-posinset={index + 1}
      aria-setsize={of}
      className={laneClasses.pick}
      data-cursor={cursor || undefined}
      data-state={pick.state}
      data-drop={dropHere || undefined}
      data-pick={pick.id}
      style={{ transform: `translateY(${top}px)` }}
      draggable={draggable}
      onDragStart={onDragStart}
      onClick={onClick}
      onDoubleClick={() => settle?.()}
    >
      <span className={laneClasses.bead} aria-hidden>
        <Mark look={look} />
      </span>
      <span className={laneClasses.words}>
        <Foreign text={pick.subject} line />
        <span className={laneClasses.detail}>
          <span className="mono">{shortSha(pick.source)}</span>
          <span className="one-line">{look.word}</span>
        </span>
      </span>
      {settle && (
        // The row is an option of a list: its button is for the pointer, Enter on the row does the same.
        <Button
          component="span"
          size="compact-xs"
          variant={pick.state === 'conflict' ? 'filled' : 'default'}
          aria-hidden
          onClick={(event: MouseEvent) => {
            event.stopPropagation();
            settle();
          }}
        >
          {pick.state === 'conflict' ? words.picks.settle : words.picks.settleAgain}
        </Button>
      )}
    </div>
  );
}
