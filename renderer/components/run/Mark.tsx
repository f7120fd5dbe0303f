/** The state of a run or a stage: its shape, and beside it its word where there is room. */
import type { Run, StageStatus } from '../../../shared/domain/run.ts';
import { runLooks, stageLooks, type Look } from './looks.ts';
import classes from './Mark.module.css';

interface MarkProps {
  /** Only the shape; the word is then said by what stands around it. */
  readonly bare?: boolean;
  readonly size?: number;
}

export const RunMark = ({ status, ...how }: MarkProps & { readonly status: Run['status'] }) => (
  <Mark look={runLooks[status]} turns={status === 'running'} {...how} />
);

export const StageMark = ({ status, ...how }: MarkProps & { readonly status: StageStatus }) => (
  <Mark look={stageLooks[status]} turns={status === 'running'} {...how} />
);

function Mark({ look, turns, bare, size = 17 }: MarkProps & { readonly look: Look; readonly turns: boolean }) {
  const { icon: Icon, tone, word } = look;
  const picture = (
    <Icon size={size} aria-hidden className={classes.icon} data-tone={tone} data-turns={turns || undefined} />
  );
  if (bare) return picture;
  return (
    <span className={classes.mark} data-tone={tone}>
      {picture}
      <span>{word}</span>
    </span>
  );
}
