/**
 * The newest changes that one place has and another lacks, as a short list that leads to the matrix. Its rows are dragged
 * onto a lane of the diagram, or picked by P.
 */
import { Button, Skeleton } from '@mantine/core';
import { IconArrowBarRight, IconListCheck } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { shortSha } from '../../../../shared/domain/commit.ts';
import { dragCommits } from '../../../components/dragged.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { ForecastMark } from '../../../components/forecast/ForecastMark.tsx';
import { usePicking } from '../../../components/forecast/usePicking.ts';
import { currentLane, useLanes, useTarget } from '../../../components/forecast/useTarget.ts';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { useAnswer } from '../../../components/useAnswer.ts';
import { useStatus, useStore } from '../../../state/store.ts';
import { inert, shorten } from '../../../text/inert.ts';
import { pickOf } from '../../changes/rows.ts';
import type { Between } from '../matrixOf.ts';
import classes from './ShortChanges.module.css';
import { words } from './words.ts';

/** Changes that are listed. */
const most = 12;

interface ShortChangesProps {
  readonly project: string;
  readonly between: Between;
  readonly title: string;
}

export function ShortChanges({ project, between, title }: ShortChangesProps) {
  const go = useStore((state) => state.go);
  const seq = useStatus()?.seq;
  const answer = useAnswer('changes.list', { project, between, skip: 0, limit: most }, { fresh: seq });
  const lane = currentLane(useLanes(project).lanes);
  const target = useTarget(lane, project);
  const add = usePicking(project, lane?.id ?? null);
  const [cursor, setCursor] = useState<string | null>(null);
  const id = useId();
  const { changes = [], places = [], total = 0 } = answer.data ?? {};
  const here = changes.find((change) => change.id === cursor) ?? changes[0];
  const label = lane ? words.pick(shorten(inert(lane.branch), 28)) : words.startWith;
  const pick = () => {
    if (here) add([pickOf(here, places)]);
  };
  const matrix = (change?: string) =>
    go({ screen: 'changes', project, ...between, ...(change === undefined ? {} : { change }) });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = here && changes[changes.indexOf(here) + step];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step !== 0) setCursor(next?.id ?? here?.id ?? null);
    else if (event.key === 'p') pick();
    else if (event.key === 'Enter' && here) matrix(here.id);
    else return;
    // The diagram has keys of its own.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section aria-label={title}>
      <h3 className={classes.title}>
        {title} {answer.data && <span className="quiet">{total}</span>}
      </h3>
      {answer.problem && <ProblemNotice problem={answer.problem} compact />}
      {!answer.data && !answer.problem && <Skeleton height={60} />}
      {answer.data && total === 0 && <div className="quiet">{words.noChanges}</div>}
      {changes.length > 0 && (
        <div
          className={classes.list}
          role="listbox"
          aria-label={title}
          aria-activedescendant={here && `${id}${here.id}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          data-testid="short-changes"
        >
          {changes.map((change) => (
            <div
              key={change.id}
              id={`${id}${change.id}`}
              role="option"
              aria-selected={change === here}
              className={classes.row}
              draggable
              onDragStart={(event) => dragCommits(event, [pickOf(change, places).commit])}
              onClick={() => setCursor(change.id)}
              onDoubleClick={() => matrix(change.id)}
            >
              <ForecastMark target={target} commit={pickOf(change, places).commit} />
              <span className="mono quiet">{shortSha(change.id)}</span>
              <Foreign text={change.subject} line />
            </div>
          ))}
        </div>
      )}
      {answer.data && (
        <div className={classes.foot}>
          {target && here && (
            <KeyTip label={label} keys="P">
              <Button size="compact-sm" variant="default" leftSection={<IconArrowBarRight size={14} />} onClick={pick}>
                {label}
              </Button>
            </KeyTip>
          )}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconListCheck size={14} />}
            onClick={() => matrix()}
          >
            {words.inMatrix(total)}
          </Button>
        </div>
      )}
    </section>
  );
}
