import { describe, expect, it } from 'vitest';
import { age, duration, iso, parseMoment } from '../../../electron/hosts/terminal/time.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('times on the command line', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
    ['1w', 604_800_000],
  ])('reads %s as that long ago', (text, ms) => expect(parseMoment(text, now)).toBe(now - ms));
  it('reads dates as midnight here, and times with or without a zone', () => {
    expect(parseMoment('2026-11-20', now)).toBe(new Date(2026, 10, 20).getTime());
    expect(parseMoment('2026-11-20T18:00', now)).toBe(new Date(2026, 10, 20, 18).getTime());
    expect(iso(parseMoment('2026-11-20T18:00:00+02:00', now))).toBe('2026-11-20T16:00:00.000Z');
  });
  it.each(['', 'yesterday', '5', '2 fortnights', '2026-13-40', '20261120', '-2h'])('refuses %j', (text) =>
    expect(() => parseMoment(text, now)).toThrow('is not a time'),
  );
  it('shows how long', () =>
    expect([0, 440, 12_340, 59_940, 125_000, 3_725_000].map(duration)).toEqual([
      '0.0 s',
      '0.4 s',
      '12.3 s',
      '59.9 s',
      '2 min 5 s',
      '1 h 2 min',
    ]));
  it('shows how long ago, also when the clock was set back', () =>
    expect([-3_600_000, 5000, 60_000, 600_000, 10_800_000, 864_000_000].map((ms) => age(now - ms, now))).toEqual([
      'just now',
      'just now',
      '60 s ago',
      '10 min ago',
      '3 h ago',
      '10 d ago',
    ]));
});
