/** How each state of health looks: always a shape and words beside the colour. */
import {
  IconAlertHexagon,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleDotted,
  IconCloudOff,
  IconGhost2,
  IconProgress,
  type Icon,
} from '@tabler/icons-react';
import type { Health } from '../../shared/domain/health.ts';
import type { Tone } from './tone.ts';

export const healthLooks: Record<Health, { readonly tone: Tone; readonly word: string; readonly icon: Icon }> = {
  healthy: { tone: 'good', word: 'Healthy', icon: IconCircleCheckFilled },
  starting: { tone: 'move', word: 'Starting', icon: IconProgress },
  degraded: { tone: 'wait', word: 'Degraded', icon: IconCircleDashed },
  unhealthy: { tone: 'bad', word: 'Unhealthy', icon: IconAlertHexagon },
  absent: { tone: 'bad', word: 'Absent', icon: IconGhost2 },
  empty: { tone: 'quiet', word: 'Empty', icon: IconCircleDotted },
  unreachable: { tone: 'quiet', word: 'Unreachable', icon: IconCloudOff },
};
