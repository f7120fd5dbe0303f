/** What was put right lately, by environment: how often, and when it may be tried again. */
import { pauseAfterMs } from '../../shared/planning/reassert.ts';

interface Repair {
  readonly what: string;
  readonly times: number;
  readonly at: number;
}

interface Where {
  readonly project: string;
  readonly environment: string;
}

/** What lasted this long is well again. */
const forgottenAfterMs = 10 * 60_000;

const repairs = new Map<string, Map<string, Repair>>();

const of = ({ project, environment }: Where): Map<string, Repair> => {
  const key = `${project}\n${environment}`;
  const known = repairs.get(key) ?? new Map<string, Repair>();
  repairs.set(key, known);
  return known;
};

/** Whether it may be put right now: not again and again without a pause. */
export function repairDue(where: Where, what: string, now: number): boolean {
  const last = of(where).get(what);
  return !last || now < last.at || now - last.at >= pauseAfterMs(last.times);
}

/** Counts one more time. */
export function noteRepair(where: Where, what: string, now: number): void {
  const last = of(where).get(what);
  const times = last && now - last.at < forgottenAfterMs ? last.times + 1 : 1;
  of(where).set(what, { what, times, at: now });
}

/** What was put right in the last ten minutes. */
export const recentRepairs = (where: Where, now: number): Repair[] =>
  [...of(where).values()].filter(({ at }) => now - at < forgottenAfterMs);
