/** From counters that only grow, and begin anew when a load balancer does, to what each revision got in spans of time. */
import { addLatencies, type LatencyCounts } from '../../domain/latency.ts';

/** Of one service of one colour, since the load balancer's start. */
export interface Count {
  readonly requests: number;
  readonly errors: number;
  /** null where the balancer does not count them. */
  readonly latency: LatencyCounts | null;
}

export interface Counters {
  readonly at: number;
  /** The load balancer's container: another one begins to count anew. */
  readonly front: string;
  /** By colour and service. */
  readonly counts: Readonly<Record<string, Count>>;
}

export interface Traffic extends Count {
  readonly revision: number;
}

export interface TrafficSpan extends Traffic {
  /** Begins there, epoch milliseconds, and is `spanMs` long. */
  readonly at: number;
  readonly spanMs: number;
}

/** How long spans are, and how long they are kept. */
export const spanLengths = [
  { spanMs: 1000, keptMs: 30 * 60_000 },
  { spanMs: 60_000, keptMs: 2 * 86_400_000 },
  { spanMs: 3_600_000, keptMs: 400 * 86_400_000 },
] as const;

/** So long before a new version's first request it is looked how long answers took. */
export const beforeMs = 10 * 60_000;
/** A deployment that goes on for longer is judged by its last day: what is kept and read for it has an end. */
const longestJudgedMs = 86_400_000;

/**
 * From when on the seconds of a deployment are looked at; `beforeMs` more are needed to compare with. A clock that was
 * set back since it began hides nothing: a revision has no requests before its own deployment.
 */
export const judgedFrom = (startedAt: number, now: number): number =>
  Math.max(now - longestJudgedMs, Math.min(startedAt, now - spanLengths[0].keptMs));

/** What was counted over a longer time than this belongs to no second. */
const secondsGapMs = 10_000;

/**
 * What was counted since the last look. Counters that are smaller than they were began anew, all of them; so did those
 * of another front. Of the first look ever nobody knows how long it took to come to that: nothing.
 */
export function countedSince(last: Counters | null, now: Counters): Readonly<Record<string, Count>> {
  if (last === null) return {};
  const anew =
    last.front !== now.front ||
    Object.entries(last.counts).some(([key, before]) => (now.counts[key]?.requests ?? 0) < before.requests);
  return Object.fromEntries(
    Object.entries(now.counts).map(([key, count]) => [key, anew ? count : minus(count, last.counts[key])]),
  );
}

function minus(count: Count, before: Count | undefined): Count {
  if (!before) return count;
  const earlier = before.latency;
  return {
    requests: count.requests - before.requests,
    errors: Math.max(0, count.errors - before.errors),
    latency:
      count.latency && earlier
        ? count.latency.map((one, index) => Math.max(0, one - (earlier[index] ?? 0)))
        : count.latency,
  };
}

/** The sum by revision; `revisionOf` a key is null when nobody knows whose it was. Revisions without a request are left out. */
export function byRevision(
  counts: Readonly<Record<string, Count>>,
  revisionOf: (key: string) => number | null,
): Traffic[] {
  const sums = new Map<number, Traffic>();
  for (const [key, { requests, errors, latency }] of Object.entries(counts)) {
    const revision = revisionOf(key);
    if (revision === null || requests === 0) continue;
    const sum = sums.get(revision);
    sums.set(revision, {
      revision,
      requests: requests + (sum?.requests ?? 0),
      errors: errors + (sum?.errors ?? 0),
      latency: addLatencies(sum?.latency ?? null, latency),
    });
  }
  return [...sums.values()];
}

/** The spans of every length into which it goes. What was counted while nobody looked is kept only as exactly as it is known. */
export function spansOf(traffic: readonly Traffic[], at: number, gapMs: number): TrafficSpan[] {
  return spanLengths
    .filter(({ spanMs }) => gapMs <= Math.max(spanMs, secondsGapMs) || spanMs === spanLengths.at(-1)?.spanMs)
    .flatMap(({ spanMs }) => traffic.map((one) => ({ ...one, spanMs, at: Math.floor(at / spanMs) * spanMs })));
}

/** The sum of all; null of none. */
export function addUp(all: readonly Count[]): Count | null {
  return all.reduce<Count | null>(
    (sum, { requests, errors, latency }) => ({
      requests: requests + (sum?.requests ?? 0),
      errors: errors + (sum?.errors ?? 0),
      latency: addLatencies(sum?.latency ?? null, latency),
    }),
    null,
  );
}
