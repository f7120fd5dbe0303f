import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, chooseAll, extend, inOrder, nothingChosen, toggle } from '../../../renderer/components/selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const keys = { shiftKey: false, ctrlKey: false, metaKey: false };
const names = (selection: { chosen: ReadonlySet<string> }) => [...selection.chosen].sort().join('');

describe('choosing rows', () => {
  it('chooses one instead of what was chosen', () => {
    const one = choose(choose(nothingChosen, 'a', order, keys), 'c', order, keys);
    expect(names(one)).toBe('c');
    expect(one.anchor).toBe('c');
  });

  it.each(['ctrlKey', 'metaKey'] as const)('adds and takes out with %s', (key) => {
    const two = choose(choose(nothingChosen, 'a', order, keys), 'c', order, { ...keys, [key]: true });
    expect(names(two)).toBe('ac');
    expect(names(choose(two, 'a', order, { ...keys, [key]: true }))).toBe('c');
  });

  it('chooses a range with Shift, in either direction, from where it began', () => {
    const began = choose(nothingChosen, 'c', order, keys);
    const down = choose(began, 'e', order, { ...keys, shiftKey: true });
    expect(names(down)).toBe('cde');
    expect(names(choose(down, 'a', order, { ...keys, shiftKey: true }))).toBe('abc');
  });

  it('adds a range beside what is chosen with Ctrl and Shift', () => {
    const some = toggle(choose(nothingChosen, 'a', order, keys), 'd');
    expect(names(choose(some, 'e', order, { shiftKey: true, ctrlKey: true, metaKey: false }))).toBe('ade');
  });

  it('begins a range anew where its beginning is gone from the list', () => {
    expect(names(extend({ chosen: new Set(['x']), anchor: 'x' }, 'b', order))).toBe('b');
  });

  it('chooses everything', () => expect(names(chooseAll(order))).toBe('abcde'));
});

describe('what is chosen', () => {
  it('comes in the order of the list, whatever the order of choosing', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(order), (picked) => {
        expect(inOrder(new Set(picked), order)).toEqual(order.filter((name) => picked.includes(name)));
      }),
    );
  });

  it('keeps what a filter hides, behind what it shows', () => {
    expect(inOrder(new Set(['x', 'b']), order)).toEqual(['b', 'x']);
  });
});
