import { describe, expect, it } from 'vitest';
import {
  countdown,
  holdLeftMs,
  percent,
  rate,
  shownShare,
  shownStops,
  sidesOf,
  stopState,
} from '../../../../renderer/components/rollout/figures.ts';
import { sidesText } from '../../../../renderer/components/rollout/words.ts';

const stops = [5, 25, 100].map((share) => ({
  step: `traffic.shift.${share}`,
  share,
  holdMs: share < 100 ? 30_000 : 0,
}));
const paused = { by: 'ada', at: 1, why: null };

describe('the figures of a rollout', () => {
  it.each([
    [0, '0 %'],
    [0.04, '< 0.1 %'],
    [4.96, '5.0 %'],
    [25, '25 %'],
    [33.4, '33 %'],
  ])('%d percent is %s', (value, text) => expect(percent(value)).toBe(text));

  it.each([
    [0, '0/s'],
    [0.42, '0.4/s'],
    [120.6, '121/s'],
  ])('%d a second is %s', (value, text) => expect(rate(value)).toBe(text));

  it('counts down to the end of a hold, in seconds that are left, and not while a person holds it', () => {
    expect(holdLeftMs({ holdsUntil: 31_001, paused: null }, 1000)).toBe(30_001);
    expect(holdLeftMs({ holdsUntil: 500, paused: null }, 1000)).toBe(0);
    expect(holdLeftMs({ holdsUntil: 31_000, paused }, 1000)).toBeNull();
    expect([countdown(30_001), countdown(1), countdown(0), countdown(185_000)]).toEqual([
      '31 s',
      '1 s',
      '0 s',
      '3 min 05 s',
    ]);
  });

  it('tells stops behind from the one it is at and those to come; before the first, all are to come', () => {
    expect([0, 1, 2].map((index) => stopState({ at: 1 }, index))).toEqual(['done', 'now', 'to-come']);
    expect([0, 1, 2].map((index) => stopState({ at: -1 }, index))).toEqual(['to-come', 'to-come', 'to-come']);
  });

  it('shows the ends of many stops, and those around the one it is at', () => {
    expect(shownStops(4, 2)).toEqual([0, 1, 2, 3]);
    expect(shownStops(100, -1)).toEqual([0, 1, 2, 99]);
    expect(shownStops(100, 50)).toEqual([0, 48, 49, 50, 51, 52, 99]);
    expect(shownStops(100, 99)).toEqual([0, 97, 98, 99]);
  });

  it('shows what the load balancer says; what was asked for where it does not answer', () => {
    expect(shownShare({ share: 24, stops, at: 1 })).toBe(24);
    expect(shownShare({ share: null, stops, at: 1 })).toBe(25);
    expect(shownShare({ share: null, stops, at: -1 })).toBe(0);
  });

  it('knows its sides from the beginning to the end, where the load balancer knows of one only', () => {
    const said = (share: number | null, stable: number | null, canary: number | null) =>
      sidesText(sidesOf({ share, stops, at: 1, stable, canary }, 2));
    expect(said(25, 1, 2)).toBe('25 % to #2, 75 % to #1');
    expect(said(100, 2, null)).toBe('100 % to #2');
    expect(said(0, 1, null)).toBe('0 % to #2, 100 % to #1');
    expect(said(null, null, null)).toBe('25 % to #2');
  });
});
