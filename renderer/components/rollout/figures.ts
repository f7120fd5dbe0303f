/** What the figures of a rollout mean: pure, for the track, the diagram and the charts alike. */
import type { RolloutState } from '../../../shared/domain/rollout.ts';

export type StopState = 'done' | 'now' | 'to-come';

export const stopState = ({ at }: Pick<RolloutState, 'at'>, index: number): StopState =>
  index < at ? 'done' : index === at ? 'now' : 'to-come';

/** More than these are not shown all. */
const mostStops = 9;

/** Which of many stops are shown: the ends, and those around the one it is at. Rising. */
export function shownStops(count: number, at: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= mostStops) return all;
  return all.filter((index) => index === 0 || index === count - 1 || Math.abs(index - Math.max(at, 0)) <= 2);
}

/** Milliseconds until it goes on by itself; null while nothing is held, or a person holds it. */
export const holdLeftMs = ({ holdsUntil, paused }: Pick<RolloutState, 'holdsUntil' | 'paused'>, now: number) =>
  paused || holdsUntil === null ? null : Math.max(0, holdsUntil - now);

/** Percent that the rollout wants on the new side now. */
export const wantedShare = ({ stops, at }: Pick<RolloutState, 'stops' | 'at'>): number => stops[at]?.share ?? 0;

/** The share that is drawn: what the load balancer says, else what is wanted. */
export const shownShare = (rollout: Pick<RolloutState, 'share' | 'stops' | 'at'>): number =>
  Math.min(100, Math.max(0, rollout.share ?? wantedShare(rollout)));

/** The two sides of a rollout, each null where there is none: what comes, and what ran before. */
export interface Sides {
  readonly after: number | null;
  readonly before: number | null;
  /** Percent of the requests that go to what comes. */
  readonly share: number;
}

/** `next` is the revision that its operation makes: at the end the load balancer knows no canary any more. */
export function sidesOf(
  rollout: Pick<RolloutState, 'share' | 'stops' | 'at' | 'stable' | 'canary'>,
  next: number | null,
): Sides {
  const after = next ?? rollout.canary;
  const before = [rollout.stable, rollout.canary].find((one) => one !== null && one !== after) ?? null;
  return { after, before, share: shownShare(rollout) };
}

/** "25 %", "0.4 %"; whole numbers from ten on. */
export function percent(value: number): string {
  if (value > 0 && value < 0.1) return '< 0.1 %';
  const text = value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
  return `${text} %`;
}

/** "12/s", "0.4/s". */
export const rate = (perSecond: number): string =>
  `${perSecond >= 10 || perSecond === 0 ? String(Math.round(perSecond)) : perSecond.toFixed(1)}/s`;

/** "12 ms", "0.4 ms"; whole numbers from ten on. */
export const milliseconds = (ms: number): string => `${ms >= 10 ? String(Math.round(ms)) : ms.toFixed(1)} ms`;

/** A figure in words, or a dash where there is none. */
export const textOf = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '\u2013' : format(value);

/** Seconds that are left, rounded up, so that 0 is shown when it is over: "12 s", "3 min 05 s". */
export function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60
    ? `${String(seconds)} s`
    : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60).padStart(2, '0')} s`;
}
