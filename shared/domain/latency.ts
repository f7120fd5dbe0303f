/**
 * How long answers took, as counts: bounds that grow by about 1.4, so that a percentile is known within a fifth whatever
 * its size, and adding up two spans of time is adding up numbers. A load balancer can count so without a list of requests.
 */

/** Upper bounds in milliseconds, exclusive; what took longer than the last one has a count of its own. */
export const latencyBoundsMs = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000, 10_000,
  20_000,
] as const;

/** One count for each bound, and one for what took longer. */
export type LatencyCounts = readonly number[];

export const noLatencies: LatencyCounts = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);

/** The sum of two; null is what nothing is known of. */
export function addLatencies(one: LatencyCounts | null, other: LatencyCounts | null): LatencyCounts | null {
  if (one === null || other === null) return one ?? other;
  return noLatencies.map((_, index) => (one[index] ?? 0) + (other[index] ?? 0));
}

/** The latency in ms that `share` (0 to 1) of the answers stayed under; null where nothing was answered. */
export function percentileOf(counts: LatencyCounts | null, share: number): number | null {
  const total = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  if (counts === null || total === 0) return null;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (count === 0 || below + count < share * total) {
      below += count;
      continue;
    }
    const from = latencyBoundsMs[index - 1] ?? 0;
    // Nothing is known of how much longer than the last bound it took.
    const to = latencyBoundsMs[index] ?? from;
    return Math.round((from + ((to - from) * (share * total - below)) / count) * 10) / 10;
  }
  return latencyBoundsMs.at(-1) ?? null;
}

/** The first bound that is not below `ms`; null when all are: counts cannot tell beyond the last one. */
export const boundAtOrAbove = (ms: number): number | null => latencyBoundsMs.find((bound) => bound >= ms) ?? null;

/** How many of the answers took at least that long, which must be a bound. */
export function slowerThan(counts: LatencyCounts | null, boundMs: number): number {
  const from = latencyBoundsMs.findIndex((bound) => bound === boundMs) + 1;
  return counts?.slice(from).reduce((sum, count) => sum + count, 0) ?? 0;
}

export const answersIn = (counts: LatencyCounts | null): number => counts?.reduce((sum, count) => sum + count, 0) ?? 0;
