import { expect, it } from 'vitest';
import { canonical } from '../../../shared/domain/canonical.ts';

it('is one text for equal values, whatever the order of their keys', () => {
  const one = { a: [{ x: 1, y: 2 }], b: null };
  const other = { b: null, c: undefined, a: [{ y: 2, x: 1 }] };
  expect(canonical(one)).toBe(canonical(other));
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
});
