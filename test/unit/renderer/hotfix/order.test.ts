import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedBy, movedTo, without } from '../../../../renderer/screens/hotfix/order.ts';

const ids = ['a', 'b', 'c', 'd'];
const anyLane = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 })
  .chain((lane) => fc.record({ lane: fc.constant(lane), chosen: fc.subarray(lane).map((some) => new Set(some)) }));

describe('moving picks', () => {
  it.each([
    [['b'], -1, 'bacd'],
    [['b'], 1, 'acbd'],
    [['a'], -1, 'abcd'],
    [['d'], 1, 'abcd'],
    [['a', 'b'], -1, 'abcd'],
    [['b', 'c'], 1, 'adbc'],
    [['b', 'd'], -1, 'badc'],
  ] as const)('%j by %i', (chosen, by, expected) => {
    expect(movedBy(ids, new Set(chosen), by).join('')).toBe(expected);
  });

  it('before another, in their own order', () => {
    expect(movedTo(ids, new Set(['d', 'a']), 2).join('')).toBe('badc');
    expect(movedTo(ids, new Set(['a']), 4).join('')).toBe('bcda');
    expect(movedTo(ids, new Set(['c']), 0).join('')).toBe('cabd');
  });

  it('never loses or doubles one', () => {
    fc.assert(
      fc.property(anyLane, fc.nat(14), fc.constantFrom<1 | -1>(1, -1), ({ lane, chosen }, to, by) => {
        const sorted = [...lane].sort();
        expect(movedBy(lane, chosen, by).sort()).toEqual(sorted);
        expect(movedTo(lane, chosen, Math.min(to, lane.length)).sort()).toEqual(sorted);
      }),
    );
  });

  it('keeps the others in their order', () => {
    fc.assert(
      fc.property(anyLane, fc.nat(12), ({ lane, chosen }, to) => {
        const rest = lane.filter((id) => !chosen.has(id));
        expect(without(movedTo(lane, chosen, Math.min(to, lane.length)), chosen)).toEqual(rest);
        expect(without(movedBy(lane, chosen, 1), chosen)).toEqual(rest);
      }),
    );
  });
});
