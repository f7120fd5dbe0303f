/** The moves of a rollout as steps of its operation. */
import type { StepPlan } from '../domain/operation.ts';
import type { Json } from '../problem.ts';
import type { Move, Replicas } from './moves.ts';
import { startsSide, stopsSide } from './standing.ts';

export const stepOf = (type: string, title: string, more: Partial<StepPlan> = {}): StepPlan => ({
  id: type,
  type,
  title,
  input: null,
  commits: false,
  ...more,
});

export const shiftStep = (from: number, to: number, title: string): StepPlan => {
  const input: Json = { from, to };
  return { ...stepOf('traffic.shift', title), id: to === 100 ? 'traffic.shift' : `traffic.shift.${String(to)}`, input };
};

/** One step a move. What is stopped after the last shift is left to the end of the deployment, which removes it. */
export function moveSteps(moves: readonly Move[]): StepPlan[] {
  const last = moves.findLastIndex((move) => move.do === 'shift');
  return moves.flatMap((move, index): StepPlan[] => {
    const id = (type: string): string =>
      `${type}.${String(moves.slice(0, index + 1).filter((one) => one.do === move.do).length)}`;
    switch (move.do) {
      case 'start':
        return [
          replicaStep(startsSide, id(startsSide), `Start ${named(move.replicas)} of the new release`, move.replicas),
        ];
      case 'stop':
        return index > last
          ? []
          : [replicaStep(stopsSide, id(stopsSide), `Stop ${named(move.replicas)} of the old release`, move.replicas)];
      case 'hold':
        return [watchStep(shareBefore(moves, index), move.ms)];
      case 'shift': {
        const title =
          move.to === 100
            ? 'Send all traffic to the new release'
            : `Send ${String(move.to)} % of the traffic to the new release`;
        return [shiftStep(move.from, move.to, title)];
      }
    }
  });
}

/** The percent of the traffic that goes to the new side before a move. */
const shareBefore = (moves: readonly Move[], index: number): number =>
  moves.slice(0, index).reduce((share, move) => (move.do === 'shift' ? move.to : share), 0);

/** Looks at what a share of the traffic brings before the next move, for that long. */
const watchStep = (share: number, holdMs: number): StepPlan => ({
  ...stepOf('rollout.watch', `Watch it with ${String(share)} % of the traffic`),
  id: `rollout.watch.${String(share)}`,
  input: { share, holdMs },
});

export function replicaStep(type: string, id: string, title: string, replicas: Replicas): StepPlan {
  const input: Json = {
    replicas: Object.fromEntries(Object.entries(replicas).map(([name, some]) => [name, [...some]])),
  };
  return { ...stepOf(type, title), id, input };
}

/** `web 1–2, api 1`. */
const named = (replicas: Replicas): string =>
  Object.entries(replicas)
    .map(([service, some]) => `${service} ${[...new Set([some[0], some.at(-1)])].map(String).join('–')}`)
    .join(', ');
