import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chosenLines,
  lineBreakOf,
  locate,
  regionAfter,
  regionAt,
  regionBefore,
  regionsIn,
} from '../../../../renderer/screens/hotfix/editor/regions.ts';

const merged = [
  'one',
  '<<<<<<< ours',
  'two of ours',
  '=======',
  'two of theirs',
  'and more',
  '>>>>>>> 3f2a1c9 (Fix it)',
  'three',
  '<<<<<<< ours',
  '||||||| base',
  'four',
  '=======',
  '>>>>>>> theirs',
];
const line = (number: number) => merged[number - 1] ?? '';

describe('the conflicts of a merged text', () => {
  const regions = regionsIn(merged);

  it('are found with their sides, with and without what both began with', () => {
    expect(regions).toEqual([
      { start: 2, end: 7, ours: { from: 3, to: 4 }, base: null, theirs: { from: 5, to: 7 } },
      { start: 9, end: 13, ours: { from: 10, to: 10 }, base: { from: 11, to: 12 }, theirs: { from: 13, to: 13 } },
    ]);
  });

  it('are settled by either side or both', () => {
    const [first, second] = regions;
    expect(first && chosenLines(first, 'ours', line)).toEqual(['two of ours']);
    expect(first && chosenLines(first, 'theirs', line)).toEqual(['two of theirs', 'and more']);
    expect(first && chosenLines(first, 'both', line)).toEqual(['two of ours', 'two of theirs', 'and more']);
    expect(second && chosenLines(second, 'ours', line)).toEqual([]);
  });

  it('are walked in a circle', () => {
    expect(regionAfter(regions, 1)).toBe(0);
    expect(regionAfter(regions, 2)).toBe(1);
    expect(regionAfter(regions, 9)).toBe(0);
    expect(regionBefore(regions, 9)).toBe(0);
    expect(regionBefore(regions, 2)).toBe(1);
    expect(regionAt(regions, 5)).toBe(0);
    expect(regionAt(regions, 8)).toBe(-1);
    expect(regionAfter([], 1)).toBe(-1);
    expect(regionBefore([], 1)).toBe(-1);
  });

  it.each([
    ['a marker without its partners', ['<<<<<<< ours', 'text']],
    ['an underlined heading', ['Title', '=======', 'text']],
    ['an arrow', ['<<<<<<<<not a marker', '=======', '>>>>>>>nor this']],
    ['markers in the wrong order', ['>>>>>>> theirs', '=======', '<<<<<<< ours']],
  ])('are not %s', (_what, lines) => expect(regionsIn(lines)).toEqual([]));

  it('are found with line ends of Windows and longer markers', () => {
    const text = ['<<<<<<<<< ours\r', 'a\r', '=========\r', 'b\r', '>>>>>>>>> theirs\r'];
    expect(regionsIn(text)).toHaveLength(1);
  });

  it('give back the text of a side, whatever the sides hold', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z {};]{0,8}$/), { maxLength: 4 });
    const block = fc.record({ common: plain, ours: plain, theirs: plain });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
        const text = blocks.flatMap(({ common, ours, theirs }) => [
          ...common,
          '<<<<<<< ours',
          ...ours,
          '=======',
          ...theirs,
          '>>>>>>> theirs',
        ]);
        const found = regionsIn(text);
        const side = (choice: 'ours' | 'theirs') =>
          text.flatMap((one, index) => {
            const region = found.find(({ start, end }) => start <= index + 1 && index + 1 <= end);
            if (!region) return [one];
            return region.start === index + 1 ? chosenLines(region, choice, (number) => text[number - 1] ?? '') : [];
          });
        expect(found).toHaveLength(blocks.length);
        expect(side('ours')).toEqual(blocks.flatMap(({ common, ours }) => [...common, ...ours]));
        expect(side('theirs')).toEqual(blocks.flatMap(({ common, theirs }) => [...common, ...theirs]));
      }),
    );
  });
});

describe('a block of lines', () => {
  it('is found where it stands', () => {
    expect(locate(['a', 'b', 'c', 'b', 'd'], ['b', 'd'])).toBe(3);
    expect(locate(['a', 'b', 'c', 'b'], ['b'], 2)).toBe(3);
    expect(locate(['a'], ['b'])).toBe(-1);
    expect(locate(['a'], [])).toBe(-1);
  });
});

describe('line ends', () => {
  it.each([
    ['a\r\nb\r\n', '\r\n'],
    ['a\nb\n', '\n'],
    ['a\r\nb\n', '\n'],
    ['a', '\n'],
  ])('of %j', (text, expected) => expect(lineBreakOf(text)).toBe(expected));
});
