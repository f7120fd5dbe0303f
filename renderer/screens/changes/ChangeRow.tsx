/** One change and where it is. */
import type { CSSProperties, MouseEvent } from 'react';
import type { Change, Place } from '../../../shared/domain/change.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ForecastMark, Mark } from '../../components/forecast/ForecastMark.tsx';
import type { Target } from '../../components/forecast/useForecast.ts';
import { When } from '../../components/When.tsx';
import { inert, shorten } from '../../text/inert.ts';
import classes from './ChangeTable.module.css';
import { pickOf } from './rows.ts';
import { kindOfVerdict, verdictLooks } from './verdicts.ts';
import { words } from './words.ts';

interface ChangeRowProps {
  readonly change: Change;
  readonly places: readonly Place[];
  /** Without author, work items and time. */
  readonly compact: boolean;
  readonly target: Target | null;
  readonly index: number;
  readonly style: CSSProperties;
  readonly chosen: boolean;
  /** The column where the keyboard is, in this row. */
  readonly cursor: number | null;
  /** The place whose evidence is shown, in this row; '' for the change as a whole. */
  readonly open: string | null;
  readonly cellId: (name: string, column: number) => string;
  readonly onClick: (event: MouseEvent, column: number) => void;
  readonly onDoubleClick: () => void;
}

export function ChangeRow(props: ChangeRowProps) {
  const { change, places, compact, target, index, style, chosen, cursor, open, cellId, onClick, onDoubleClick } = props;
  return (
    <div
      className={classes.row}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-cursor={cursor === -1 || undefined}
      data-change={change.id}
      style={style}
      onClick={(event) => onClick(event, -1)}
      onDoubleClick={onDoubleClick}
    >
      <span role="gridcell" className={classes.cell} style={{ padding: 0 }}>
        <ForecastMark target={target} commit={pickOf(change, places).commit} />
      </span>
      <span role="gridcell" className={classes.cell}>
        <CommitName sha={change.id} />
      </span>
      <span role="gridcell" className={classes.cell} id={cellId(change.id, -1)}>
        <Foreign text={change.subject} line />
        {change.releaseOnly && <Chip tone="quiet">{words.releaseOnly}</Chip>}
        {change.corrected && (
          <Chip tone="move" title={words.corrected}>
            {words.corrected}
          </Chip>
        )}
      </span>
      {!compact && <Facts change={change} />}
      {places.map((place, column) => {
        const look = verdictLooks[kindOfVerdict(change.verdicts[place.id])];
        return (
          <span
            key={place.id}
            id={cellId(change.id, column)}
            role="gridcell"
            className={`${classes.cell} ${classes.verdict}`}
            data-cursor={cursor === column || undefined}
            data-open={open === place.id || undefined}
            data-place={place.id}
            onClick={(event) => {
              event.stopPropagation();
              onClick(event, column);
            }}
          >
            <Mark look={look} title={inert(`${place.title}: ${look.word}`)} />
          </span>
        );
      })}
    </div>
  );
}

function Facts({ change }: { readonly change: Change }) {
  const { author, workItems, committedAt } = change;
  return (
    <>
      <span role="gridcell" className={classes.cell}>
        <Foreign text={author} line />
      </span>
      <span role="gridcell" className={classes.cell} title={inert(workItems.join(', '))}>
        {workItems.slice(0, 1).map((item) => (
          <Chip key={item} tone="quiet">
            {shorten(inert(item), 9)}
          </Chip>
        ))}
        {workItems.length > 1 && <span className="quiet">+{workItems.length - 1}</span>}
      </span>
      <span role="gridcell" className={`quiet ${classes.cell}`}>
        <When at={committedAt} />
      </span>
    </>
  );
}
