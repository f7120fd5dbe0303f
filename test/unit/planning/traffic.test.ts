import { describe, expect, it } from 'vitest';
import { noLatencies, percentileOf } from '../../../shared/domain/latency.ts';
import { byRevision, countedSince, spansOf, type Counters } from '../../../shared/planning/traffic/counting.ts';
import { resolutionOf, samplesOf } from '../../../shared/planning/traffic/sampling.ts';

const counters = (at: number, requests: number, more: Partial<Counters> = {}): Counters => ({
  at,
  front: 'front',
  counts: { blue: { requests, errors: 1, latency: noLatencies }, green: { requests: 5, errors: 0, latency: null } },
  ...more,
});

describe('counters', () => {
  it('give what came since, and nothing for the first look', () => {
    expect(countedSince(null, counters(0, 10))).toEqual({});
    expect(countedSince(counters(0, 10), counters(1, 14))).toMatchObject({
      blue: { requests: 4, errors: 0 },
      green: { requests: 0 },
    });
  });

  it('that are smaller than they were began anew, as did those of another front', () => {
    expect(countedSince(counters(0, 10), counters(1, 3))).toMatchObject({
      blue: { requests: 3 },
      green: { requests: 5 },
    });
    expect(countedSince(counters(0, 10), counters(1, 14, { front: 'other' }))).toMatchObject({
      blue: { requests: 14 },
    });
  });

  it('are of the revision behind the colour; of one that nobody knows, nothing is told', () => {
    const since = countedSince(counters(0, 10), counters(1, 14));
    expect(byRevision(since, (key) => (key === 'blue' ? 7 : null))).toMatchObject([{ revision: 7, requests: 4 }]);
  });

  it('that nobody looked at for long are known by the hour alone', () => {
    const traffic = [{ revision: 1, requests: 60, errors: 0, latency: null }];
    const lengths = (gapMs: number) => spansOf(traffic, 7_265_432, gapMs).map(({ spanMs, at }) => [spanMs, at]);
    expect(lengths(1000)).toEqual([
      [1000, 7_265_000],
      [60_000, 7_260_000],
      [3_600_000, 7_200_000],
    ]);
    expect(lengths(30_000).map(([spanMs]) => spanMs)).toEqual([60_000, 3_600_000]);
    expect(lengths(86_400_000).map(([spanMs]) => spanMs)).toEqual([3_600_000]);
  });
});

describe('samples', () => {
  const now = 100 * 86_400_000;
  it('are read from the finest spans that are still kept, in as many points as were asked for', () => {
    const last = (ms: number, points: number) => resolutionOf({ from: now - ms, to: now, points }, now);
    expect(last(60_000, 240)).toEqual({ readMs: 1000, spanMs: 2000 });
    expect(last(10 * 60_000, 60)).toEqual({ readMs: 1000, spanMs: 10_000 });
    expect(last(6 * 3_600_000, 240)).toEqual({ readMs: 60_000, spanMs: 120_000 });
    expect(last(30 * 86_400_000, 240)).toEqual({ readMs: 3_600_000, spanMs: 3 * 3_600_000 });
  });

  it('add up their spans, each revision for itself', () => {
    const span = (at: number, revision: number, requests: number) => ({
      at,
      revision,
      spanMs: 1000,
      requests,
      errors: 1,
      latency: noLatencies.map((_, index) => (index === 3 ? requests : 0)),
    });
    const samples = samplesOf([span(10_000, 1, 4), span(10_000, 2, 9), span(11_000, 1, 6)], 2000);
    expect(samples).toMatchObject([
      { at: 10_000, spanMs: 2000, revision: 1, requests: 10, errors: 2, p50Ms: 4 },
      { revision: 2, requests: 9 },
    ]);
  });

  it('have no percentile where nothing was answered, and no more than the last bound where it took longer', () => {
    expect(percentileOf(noLatencies, 0.5)).toBeNull();
    expect(percentileOf(null, 0.5)).toBeNull();
    expect(
      percentileOf(
        noLatencies.map((_, index) => (index === 25 ? 3 : 0)),
        0.5,
      ),
    ).toBe(20_000);
  });
});
