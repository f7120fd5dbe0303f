/** How each state of a run and of a stage looks: always a shape and words beside the colour. */
import {
  IconAlertHexagon,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconHandStop,
  IconProgress,
  IconRecycle,
  type Icon,
} from '@tabler/icons-react';
import type { Run, StageStatus } from '../../../shared/domain/run.ts';
import type { Tone } from '../tone.ts';

export interface Look {
  readonly tone: Tone;
  readonly word: string;
  readonly icon: Icon;
}

export const stageLooks: Record<StageStatus, Look> = {
  pending: { tone: 'quiet', word: 'To come', icon: IconCircle },
  running: { tone: 'move', word: 'Running', icon: IconProgress },
  passed: { tone: 'good', word: 'Passed', icon: IconCircleCheckFilled },
  failed: { tone: 'bad', word: 'Failed', icon: IconAlertHexagon },
  cancelled: { tone: 'quiet', word: 'Cancelled', icon: IconCircleMinus },
  skipped: { tone: 'quiet', word: 'Not run', icon: IconCircleMinus },
  reused: { tone: 'good', word: 'Taken over', icon: IconRecycle },
};

export const runLooks: Record<Run['status'], Look> = {
  running: { tone: 'move', word: 'Running', icon: IconProgress },
  passed: { tone: 'good', word: 'Passed', icon: IconCircleCheckFilled },
  failed: { tone: 'bad', word: 'Failed', icon: IconAlertHexagon },
  cancelled: { tone: 'quiet', word: 'Cancelled', icon: IconCircleMinus },
  'needs-attention': { tone: 'wait', word: 'Needs attention', icon: IconHandStop },
};
