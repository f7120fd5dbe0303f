/** How a revision ended, or that it runs. */
import {
  IconArrowBackUp,
  IconCircleX,
  IconHistory,
  IconPlayerPlayFilled,
  IconProgress,
  type Icon,
} from '@tabler/icons-react';
import type { RevisionStatus } from '../../shared/domain/revision.ts';
import { words } from '../screens/home/inspector/words.ts';
import { Chip } from './Chip.tsx';
import type { Tone } from './tone.ts';

const marks: Record<RevisionStatus, readonly [Icon, Tone]> = {
  deploying: [IconProgress, 'move'],
  running: [IconPlayerPlayFilled, 'good'],
  replaced: [IconHistory, 'quiet'],
  failed: [IconCircleX, 'bad'],
  undone: [IconArrowBackUp, 'quiet'],
};

export function RevisionMark({ status }: { readonly status: RevisionStatus }) {
  const [icon, tone] = marks[status];
  return (
    <Chip tone={tone} icon={icon}>
      {words.status[status]}
    </Chip>
  );
}
