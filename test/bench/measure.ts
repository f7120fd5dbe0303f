/** Timing: medians, percentiles, and pairs that alternate so that both sides see the same machine. */

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The smallest value that at least `share` of all values do not exceed; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** Milliseconds that `work` took, with its answer. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

/** Runs both sides in turn, the first of each round by turns too; answers the milliseconds of each. */
export async function interleaved(
  rounds: number,
  left: (round: number) => Promise<number>,
  right: (round: number) => Promise<number>,
): Promise<{ left: number[]; right: number[] }> {
  const result = { left: [] as number[], right: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) result.left.push(await left(round));
    result.right.push(await right(round));
    if (round % 2 === 1) result.left.push(await left(round));
  }
  return result;
}
