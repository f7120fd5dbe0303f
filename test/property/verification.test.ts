/** The judgement of a canary, simulated with a fixed seed: what it catches, how soon, and what it never may. */
import { describe, expect, it } from 'vitest';
import { noLatencies } from '../../shared/domain/latency.ts';
import type { CheckOf } from '../../shared/domain/verification.ts';
import type { TrafficSpan } from '../../shared/planning/traffic/counting.ts';
import {
  evidenceOf,
  evidenceOverLimit,
  falseAlarm,
  type Block,
} from '../../shared/planning/verification/sequential.ts';
import { judgeTraffic, verdictOf } from '../../shared/planning/verification/traffic.ts';
import { chance, seconds, type Versions } from '../fixtures/chance.ts';

const limit = 1 / falseAlarm.errors;
const never = () => 0;
const always = (rate: number) => () => rate;

/** The first second at whose end it is proved, looked at after each, and the requests of the canary until then. */
function caughtAt(blocks: readonly Block[]): { second: number; requests: number } | null {
  const second = blocks.findIndex((_, index) => evidenceOf(blocks.slice(0, index + 1)).now >= limit);
  const requests = blocks.slice(0, second + 1).reduce((sum, { canary }) => sum + canary.total, 0);
  return second < 0 ? null : { second: second + 1, requests };
}
const trials = (count: number, seed: number, given: Versions): Block[][] => {
  const random = chance(seed);
  return Array.from({ length: count }, () => seconds(random, given));
};

describe('a canary that answers 5 % errors where the stable answers none', () => {
  it.each([
    { share: 5, perSecond: 400 },
    { share: 25, perSecond: 100 },
    { share: 50, perSecond: 100 },
  ])('is caught within 200 of its requests or 10 s, at $share % of $perSecond requests/s', ({ share, perSecond }) => {
    const all = trials(100, 5, { share, perSecond, seconds: 30, stable: never, canary: always(0.05) }).map(caughtAt);
    const inTime = all.filter((one) => one !== null && (one.requests <= 200 || one.second <= 10));
    expect(inTime.length).toBeGreaterThanOrEqual(95);
  });
});

describe('versions that are alike', () => {
  it.each([
    ['with 1 % errors', always(0.01)],
    ['with 20 % errors', always(0.2)],
    // As when a database that both share is slow for a while.
    ['whose errors come in waves', (second: number) => (second % 20 < 5 ? 0.3 : 0.001)],
  ])('are called different at most once in 100 times: %s', (_, rate) => {
    for (const share of [5, 50]) {
      const all = trials(100, 11, { share, perSecond: 60, seconds: 60, stable: rate, canary: rate });
      expect(all.filter((blocks) => evidenceOf(blocks).largest >= limit).length).toBeLessThanOrEqual(1);
    }
  });

  it('pay what a bet costs: its mean is 1 however the traffic is split', () => {
    // By all splits there are, each as likely as it is when the versions are alike: no simulation.
    const choose = (n: number, k: number): number =>
      Array.from({ length: k }, (_, index) => (n - index) / (index + 1)).reduce((product, one) => product * one, 1);
    for (const [stable, canary, bad] of [
      [9, 3, 4],
      [2, 5, 3],
      [30, 2, 6],
    ] as const) {
      let mean = 0;
      for (let hit = Math.max(0, bad - stable); hit <= Math.min(bad, canary); hit += 1) {
        const probability = (choose(canary, hit) * choose(stable, bad - hit)) / choose(stable + canary, bad);
        const block = { stable: { total: stable, bad: bad - hit }, canary: { total: canary, bad: hit } };
        mean += probability * evidenceOf([block]).now;
      }
      expect(mean).toBeCloseTo(1, 9);
    }
  });
});

describe('a limit', () => {
  it('is called broken by what breaks it, and at most once in 100 times by what just keeps it', () => {
    const random = chance(3);
    const ever = (rate: number): boolean => {
      let [total, bad, most] = [0, 0, 0];
      for (; total < 3000; total += 1) {
        if (random() < rate) bad += 1;
        most = Math.max(most, evidenceOverLimit({ total: total + 1, bad }, 0.02));
      }
      return most >= limit;
    };
    expect(Array.from({ length: 100 }, () => ever(0.02)).filter(Boolean).length).toBeLessThanOrEqual(1);
    expect(Array.from({ length: 20 }, () => ever(0.08)).filter(Boolean).length).toBe(20);
  });
});

describe('the verdict', () => {
  const check: CheckOf<'traffic'> = {
    kind: 'traffic',
    name: 'traffic',
    errors: 'compared',
    latency: 'compared',
    requests: 50,
  };
  /** Seconds in which so many answers of a revision took under 7 ms, and so many of them 300 to 500 ms. */
  const span = (at: number, revision: number, quick: number, slow: number, errors = 0): TrafficSpan => ({
    at,
    spanMs: 1000,
    revision,
    requests: quick + slow,
    errors,
    latency: noLatencies.map((_, index) => (index === 4 ? quick : index === 15 ? slow : 0)),
  });
  const before = { requests: 1000, errors: 0, latency: noLatencies.map((_, index) => (index === 4 ? 1000 : 0)) };

  it('names what is slower, with the measure that was fixed before', () => {
    const spans = [0, 1000, 2000].flatMap((at) => [span(at, 1, 100, 1), span(at, 2, 20, 10)]);
    const [errors, latency] = judgeTraffic(check, { spans, canary: 2, stable: 1, before });
    expect(errors).toMatchObject({ check: 'errors', verdict: 'passed' });
    expect(latency).toMatchObject({ check: 'latency', verdict: 'failed', evidence: { slowerThanMs: 10 } });
    expect(latency?.detail).toContain('33.3 % of 90 answers took 10 ms or longer on the new release, 1 % of 303');
    const named = judgeTraffic({ ...check, name: 'till' }, { spans, canary: 2, stable: 1, before });
    expect(named.map((one) => one.check)).toEqual(['till: errors', 'till: latency']);
  });

  it('looks at each second a few times only, however long a canary was watched', () => {
    let looks = 0;
    const spans = Array.from({ length: 4000 }, (_, index) => ({
      ...span(0, 1 + (index % 2), 9, 0),
      get at() {
        looks += 1;
        return Math.floor(index / 2) * 1000;
      },
    }));
    const judged = judgeTraffic(check, { spans, canary: 2, stable: 1, before });
    expect(judged.map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
    expect(looks).toBeLessThan(10 * spans.length);
  });

  it('says when there is too little to judge by, and that is no success', () => {
    const nobody = judgeTraffic(check, { spans: [], canary: 2, stable: 1, before: null });
    expect(nobody.map(({ verdict }) => verdict)).toEqual(['unjudged', 'unjudged']);
    const alone = judgeTraffic(check, { spans: [span(0, 2, 500, 0)], canary: 2, stable: null, before: null });
    expect(alone[0]?.detail).toContain('nothing beside it');
    expect(verdictOf([{ verdict: 'passed' }, { verdict: 'unjudged' }])).toBe('unjudged');
    expect(verdictOf([])).toBe('unjudged');
  });
});
