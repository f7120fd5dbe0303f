/** Shapes and tones of operations and steps. */
import {
  IconAlertHexagon,
  IconArrowBackUp,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconHandStop,
  IconHelpHexagon,
  IconPlayerPause,
  IconProgress,
  type Icon,
} from '@tabler/icons-react';
import type { OperationStatus, StepState } from '../../../shared/domain/operation.ts';
import type { Tone } from '../../components/tone.ts';
import classes from './marks.module.css';

const operationMarks: Record<OperationStatus, readonly [Icon, Tone]> = {
  running: [IconProgress, 'move'],
  waiting: [IconPlayerPause, 'wait'],
  'needs-attention': [IconHandStop, 'wait'],
  done: [IconCircleCheckFilled, 'good'],
  failed: [IconAlertHexagon, 'bad'],
  aborted: [IconCircleMinus, 'quiet'],
};

const stepMarks: Record<StepState['status'], readonly [Icon, Tone]> = {
  pending: [IconCircle, 'quiet'],
  running: [IconProgress, 'move'],
  done: [IconCircleCheckFilled, 'good'],
  failed: [IconAlertHexagon, 'bad'],
  undoing: [IconArrowBackUp, 'move'],
  undone: [IconArrowBackUp, 'quiet'],
  unknown: [IconHelpHexagon, 'wait'],
  skipped: [IconCircleMinus, 'quiet'],
};

export const OperationMark = ({ status }: { readonly status: OperationStatus }) => (
  <Mark mark={operationMarks[status]} turns={status === 'running'} />
);
export const StepMark = ({ status }: { readonly status: StepState['status'] }) => (
  <Mark mark={stepMarks[status]} turns={status === 'running'} />
);

function Mark({ mark: [Picture, tone], turns }: { readonly mark: readonly [Icon, Tone]; readonly turns: boolean }) {
  return <Picture size={17} aria-hidden className={classes.mark} data-tone={tone} data-turns={turns || undefined} />;
}
