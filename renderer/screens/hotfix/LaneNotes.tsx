/** What there is to know about a lane before anything is done with it: it moved, it is stale, what it pushed aside. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowForwardUp, IconParking } from '@tabler/icons-react';
import type { LaneStatus, Parked } from '../../../shared/domain/hotfix.ts';
import { classOf } from '../../../shared/problem.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import classes from './Hotfix.module.css';
import { words } from './words.ts';

interface LaneNotesProps {
  readonly lane: LaneStatus;
  readonly parked: readonly Parked[];
}

export function LaneNotes({ lane, parked }: LaneNotesProps) {
  const problem = useStore((state) => state.laneProblems[lane.id] ?? null);
  const forget = useStore((state) => state.forgetLaneProblem);
  const { project, forwardPort } = lane;
  return (
    <div className={classes.notes}>
      {problem && (
        <div className={classes.problem}>
          <ProblemNotice
            problem={problem}
            action={{
              label: classOf(problem) === 'conflict' ? words.tryAgain : 'OK',
              run: () => forget(lane.id),
            }}
          />
        </div>
      )}
      {[
        [words.moved, lane.moved],
        [words.stale, lane.stale],
      ].map(
        ([title, text]) =>
          text && (
            <div key={title} className={classes.note} data-tone="wait" role="status">
              <IconAlertTriangle size={16} aria-hidden />
              <strong>{title}</strong> <Foreign text={text} />
            </div>
          ),
      )}
      {parked.map((one) => (
        <ParkedNote key={one.environment} project={project} parked={one} />
      ))}
      {lane.runsIn.length > 0 && forwardPort.open && forwardPort.missing.length > 0 && <Forward lane={lane} />}
    </div>
  );
}

function ParkedNote({ project, parked }: { readonly project: string; readonly parked: Parked }) {
  const openDialog = useStore((state) => state.openDialog);
  return (
    <div className={classes.note}>
      <IconParking size={16} aria-hidden />
      {words.parked(shorten(inert(parked.environment), 24), shorten(inert(parked.release), 20))}
      {parked.lacks.length > 0 && (
        <span title={inert(parked.lacks.map((one) => one.subject).join('\n'))}>{words.lacks(parked.lacks.length)}</span>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => openDialog({ kind: 'promotion', project, release: parked.release, to: parked.environment })}
      >
        {words.bringBack}
      </Button>
    </div>
  );
}

/** Main still lacks changes of the lane: how many, and the lane that brings them there where one is prepared. */
function Forward({ lane }: { readonly lane: LaneStatus }) {
  const go = useStore((state) => state.go);
  const { project, forwardPort } = lane;
  const other = forwardPort.lane;
  return (
    <div className={classes.note} data-tone="wait" role="status">
      <IconArrowForwardUp size={16} aria-hidden />
      <span title={inert(forwardPort.missing.map((one) => one.subject).join('\n'))}>
        {words.forwardOpen(forwardPort.missing.length)}
      </span>
      {other && (
        <Button size="compact-sm" variant="default" onClick={() => go({ screen: 'hotfix', project, lane: other })}>
          {words.forwardLane}
        </Button>
      )}
    </div>
  );
}
