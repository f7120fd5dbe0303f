/** How a verdict looks: a shape for each, so that no colour has to be seen. */
import {
  IconArrowBackUp,
  IconChecks,
  IconCircleCheckFilled,
  IconCircleDotted,
  IconHelpCircle,
  IconMinus,
} from '@tabler/icons-react';
import type { Verdict } from '../../../shared/domain/change.ts';
import type { Look } from '../../components/forecast/looks.ts';
import { words } from './words.ts';

export type VerdictKind = keyof typeof words.marks;

/** What there is to see of a verdict. A place that was not asked about has none. */
export function kindOfVerdict(verdict: Verdict | undefined): VerdictKind {
  if (!verdict) return 'unknown';
  if (!verdict.present) return verdict.commit === null ? 'absent' : 'reverted';
  if (verdict.twice) return 'twice';
  return verdict.tier === 'certain' ? 'present' : 'probable';
}

export const verdictLooks: Record<VerdictKind, Look> = {
  present: { icon: IconCircleCheckFilled, tone: 'good', word: words.marks.present },
  probable: { icon: IconHelpCircle, tone: 'wait', word: words.marks.probable },
  absent: { icon: IconMinus, tone: 'quiet', word: words.marks.absent },
  reverted: { icon: IconArrowBackUp, tone: 'bad', word: words.marks.reverted },
  twice: { icon: IconChecks, tone: 'wait', word: words.marks.twice },
  unknown: { icon: IconCircleDotted, tone: 'quiet', word: words.marks.unknown },
};
