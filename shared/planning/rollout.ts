/** How traffic moves to a new revision: a frozen list of moves, decided before anything happens, each with its way back. */
import { problemOf, type Problem } from '../problem.ts';
import { frozen } from './frozen.ts';
import { stopAll, type Counts, type Move } from './moves.ts';
import { blueGreen } from './strategies/blue-green.ts';
import { canary } from './strategies/canary.ts';
import { recreate } from './strategies/recreate.ts';
import { rolling } from './strategies/rolling.ts';

export type Strategy =
  | { readonly strategy: 'recreate' }
  /** At most `surge` containers more than wanted, at most `unavailable` fewer, never none; how long each round is watched. */
  | { readonly strategy: 'rolling'; readonly surge: number; readonly unavailable: number; readonly holdMs: number }
  | { readonly strategy: 'blue-green' }
  /** Percent of the requests at each step, and how long each is watched. */
  | { readonly strategy: 'canary'; readonly steps: readonly number[]; readonly holdMs: number };

export interface RolloutFacts {
  /** What runs now; null before the first deployment. */
  readonly old: Counts | null;
  readonly next: Counts;
  readonly strategy: Strategy;
  /** How long the old side stays started after the switch, so that the way back is a switch too. 0 stops it at once. */
  readonly warmMs: number;
}

export interface Rollout {
  readonly moves: readonly Move[];
  readonly warmMs: number;
}

/** The moves, or why there are none. */
export function planRollout(facts: RolloutFacts): Rollout | Problem {
  const { strategy } = facts;
  const refusal = refusalOf(strategy);
  if (refusal) return refusal;
  // Where nothing runs there is nothing to be careful with.
  const moves = facts.old === null ? blueGreen({}, facts.next) : movesOf(strategy, facts.old, facts.next);
  const keepsWarm = facts.old !== null && strategy.strategy !== 'recreate' && strategy.strategy !== 'rolling';
  return frozen({
    moves: [...moves, ...(keepsWarm && facts.warmMs === 0 ? stopAll(facts.old ?? {}) : [])],
    warmMs: keepsWarm ? facts.warmMs : 0,
  });
}

function movesOf(strategy: Strategy, old: Counts, next: Counts): Move[] {
  switch (strategy.strategy) {
    case 'recreate':
      return recreate(old, next);
    case 'rolling':
      return rolling(old, next, strategy);
    case 'blue-green':
      return blueGreen(old, next);
    case 'canary':
      return canary(old, next, strategy);
  }
}

function refusalOf(strategy: Strategy): Problem | null {
  if (strategy.strategy !== 'canary') return null;
  const { steps } = strategy;
  const climbs = steps.every((share, index) => share >= 1 && share <= 100 && share > (steps[index - 1] ?? 0));
  if (climbs) return null;
  return problemOf(
    'usage.canary-steps',
    `The steps of a canary climb from 1 to 100 percent: ${steps.join(', ')} do not.`,
    {
      hint: 'For example steps: [5, 25, 50].',
    },
  );
}
