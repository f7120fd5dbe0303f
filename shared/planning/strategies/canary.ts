import { startAll, type Counts, type Move } from '../moves.ts';

/** More and more of the traffic, each step watched before the next one. What it may cost is its share of the requests. */
export function canary(
  _old: Counts,
  next: Counts,
  { steps, holdMs }: { readonly steps: readonly number[]; readonly holdMs: number },
): Move[] {
  const climbing = steps.flatMap((share, index): Move[] => [
    { do: 'shift', from: steps[index - 1] ?? 0, to: share },
    { do: 'hold', ms: holdMs },
  ]);
  const reached = steps.at(-1) ?? 0;
  return [...startAll(next), ...climbing, ...(reached < 100 ? [{ do: 'shift', from: reached, to: 100 } as const] : [])];
}
