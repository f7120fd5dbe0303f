/** What is shown of the traffic: as many points as were asked for, out of the finest spans that are still kept. */
import { addLatencies, percentileOf } from '../../domain/latency.ts';
import type { TrafficSample } from '../../domain/rollout.ts';
import { spanLengths, type TrafficSpan } from './counting.ts';

export interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** Seconds are looked at in pairs: a look now and then falls a little before the full second. */
const finestMs = 2000;

/** The length of the kept spans to read, and how long those that are shown shall be. */
export function resolutionOf({ from, to, points }: Wanted, now: number): { readMs: number; spanMs: number } {
  const wantedMs = Math.max(finestMs, (to - from) / points);
  const kept = spanLengths.filter(({ keptMs }) => from >= now - keptMs);
  const read = kept.findLast(({ spanMs }) => spanMs <= wantedMs) ?? kept[0] ?? spanLengths[spanLengths.length - 1];
  const readMs = read?.spanMs ?? finestMs;
  return { readMs, spanMs: Math.ceil(wantedMs / readMs) * readMs };
}

/** The kept spans as longer ones, oldest first, each revision for itself. */
export function samplesOf(spans: readonly TrafficSpan[], spanMs: number): TrafficSample[] {
  const sums = new Map<string, TrafficSpan>();
  for (const span of spans) {
    const at = Math.floor(span.at / spanMs) * spanMs;
    const key = `${String(at)} ${String(span.revision)}`;
    const sum = sums.get(key);
    sums.set(key, {
      ...span,
      at,
      spanMs,
      requests: span.requests + (sum?.requests ?? 0),
      errors: span.errors + (sum?.errors ?? 0),
      latency: addLatencies(sum?.latency ?? null, span.latency),
    });
  }
  return [...sums.values()].map(({ latency, ...span }) => ({
    ...span,
    p50Ms: percentileOf(latency, 0.5),
    p95Ms: percentileOf(latency, 0.95),
    p99Ms: percentileOf(latency, 0.99),
  }));
}

/** Requests a second and the share of errors of each revision, over the spans between two times. */
export function ratesOf(
  spans: readonly TrafficSpan[],
  overMs: number,
): { revision: number; perSecond: number; errors: number }[] {
  const revisions = [...new Set(spans.map(({ revision }) => revision))];
  return revisions.map((revision) => {
    const own = spans.filter((span) => span.revision === revision);
    const requests = own.reduce((sum, span) => sum + span.requests, 0);
    const errors = own.reduce((sum, span) => sum + span.errors, 0);
    return { revision, perSecond: requests / (overMs / 1000), errors: requests === 0 ? 0 : errors / requests };
  });
}
