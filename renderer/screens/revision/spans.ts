/** The times that charts show of a revision: pure. */
import type { Revision } from '../../../shared/domain/revision.ts';
import type { ChartSpan } from '../../state/address.ts';

/** What happened just before and after a rollout says what it changed. */
const beforeMs = 30_000;
const afterMs = 60_000;
const hourMs = 3_600_000;

export interface Span {
  readonly from: number;
  /** Up to now without one. */
  readonly to?: number;
}

/** `now` in whole minutes is enough: the beginning of an hour need not move with every second. */
export function spanOf(revision: Revision, span: ChartSpan, now: number): Span {
  const { startedAt, runningAt, endedAt } = revision;
  const until = (end: number | null): Pick<Span, 'to'> => (end === null || end >= now ? {} : { to: end });
  switch (span) {
    case 'rollout': {
      const over = runningAt ?? endedAt;
      return { from: startedAt - beforeMs, ...until(over === null ? null : over + afterMs) };
    }
    case 'hour':
      return { from: (endedAt ?? now) - hourMs, ...until(endedAt) };
    case 'life':
      return { from: startedAt - beforeMs, ...until(endedAt) };
  }
}
