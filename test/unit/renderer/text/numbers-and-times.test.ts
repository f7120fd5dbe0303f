import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count } from '../../../../renderer/text/count.ts';
import { age, ago, duration } from '../../../../renderer/text/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('counts', () => {
  it.each([
    [0, '0 commits'],
    [1, '1 commit'],
    [2, '2 commits'],
    [12_345, '12,345 commits'],
  ])('%i', (n, expected) => expect(count(n, 'commit')).toBe(expected));

  it('with a plural of their own', () => expect(count(3, 'entry', 'entries')).toBe('3 entries'));
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [12_400_000, '12.4 MB'],
    [123_400_000, '123 MB'],
    [999_999, '1.0 MB'],
    [99_960, '100 kB'],
    [5e15, '5000 TB'],
  ])('%i', (size, expected) => expect(bytes(size)).toBe(expected));

  it('have three digits at most below a thousand terabytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999e12 }), (size) => {
        expect(bytes(size)).toMatch(/^(\d{1,3}|\d\d?\.\d) \w+$/);
      }),
    );
  });
});

describe('how long ago', () => {
  const now = 1_790_000_000_000;
  it.each([
    [0, 'just now'],
    [59 * second, 'just now'],
    [minute, '1 minute ago'],
    [3 * hour + 59 * minute, '3 hours ago'],
    [day, '1 day ago'],
    [45 * day, '1 month ago'],
    [800 * day, '2 years ago'],
    // A clock that runs ahead of this one.
    [-20 * second, 'just now'],
    [-5 * minute, 'in 5 minutes'],
  ])('%i ms', (ms, expected) => expect(ago(now - ms, now)).toBe(expected));
});

describe('how long since', () => {
  it.each([
    [-5 * minute, 'under 1 min'],
    [59 * second, 'under 1 min'],
    [5 * minute, '5 min'],
    [47 * hour, '47 h'],
    [48 * hour, '2 d'],
    [400 * day, '400 d'],
  ])('%i ms', (ms, expected) => expect(age(0, ms)).toBe(expected));
});

describe('durations', () => {
  it.each([
    [-3, '0 ms'],
    [850, '850 ms'],
    [1000, '1.0 s'],
    [9400, '9.4 s'],
    [42_000, '42 s'],
    [59_700, '1 min 00 s'],
    [3 * minute + 5 * second, '3 min 05 s'],
    [59 * minute + 59_800, '1 h 00 min'],
    [26 * hour + 4 * minute, '26 h 04 min'],
  ])('%i ms', (ms, expected) => expect(duration(ms)).toBe(expected));
});
