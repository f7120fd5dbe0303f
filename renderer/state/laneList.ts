/** What can be told of lanes by looking at them. Pure. */
import type { LaneStatus } from '../../shared/domain/hotfix.ts';
import { isOpen } from '../../shared/domain/operation.ts';
import type { Problem } from '../../shared/problem.ts';

/** Lanes that can be edited, the newest first. */
export const openLanes = (lanes: readonly LaneStatus[]): LaneStatus[] => lanes.filter((lane) => lane.status === 'open');

/** Whether an operation on a lane holds it. */
export const isHeld = (lane: LaneStatus): boolean => lane.operation !== null && isOpen(lane.operation.status);

/** Problems that a person may go over: somebody else wrote where the lane's branch is. */
const overMoved: readonly string[] = ['conflict.lane-ref-moved', 'conflict.branch-moved'];
export const canGoOver = (problem: Problem | null): boolean => problem !== null && overMoved.includes(problem.code);

/** Where a pick goes: a place is named by the pick that stands there, for edits that were queued earlier may move it. */
export function placeIn(lane: LaneStatus, before: string | null | undefined): { at?: number } {
  const at = before ? lane.picks.findIndex((pick) => pick.id === before) : -1;
  return at < 0 ? {} : { at };
}

/**
 * What an answer makes of the lanes: each in its newest version, and those that came since it was asked for kept: it
 * must not take an edit back, nor a lane that was just started.
 */
export function joined(
  answered: readonly LaneStatus[],
  known: readonly LaneStatus[],
  isSince: (lane: LaneStatus) => boolean,
): LaneStatus[] {
  const names = new Set(answered.map(({ id }) => id));
  const started = known.filter((lane) => !names.has(lane.id) && isSince(lane));
  const newest = answered.map((lane) => {
    const held = known.find((one) => one.id === lane.id);
    return held && held.version > lane.version ? held : lane;
  });
  return [...started, ...newest];
}
