import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { before, fromLineStart, indexAfter, slicesOf, together } from '../../../../renderer/terminal/pieces.ts';
import { keyAction } from '../../../../renderer/terminal/keys.ts';

const piece = (text: string, offset = 100) => ({ offset, next: offset + Buffer.byteLength(text), at: 1, text });

describe('pieces of an output', () => {
  it('cuts by bytes and never inside of a character', () => {
    expect(indexAfter('a\u00e9\u{1f600}b', 3)).toBe(2);
    expect(indexAfter('a\u00e9\u{1f600}b', 4)).toBe(4);
    expect(before(piece('gr\u00fcn\nrot'), 105)).toMatchObject({ next: 105, text: 'gr\u00fcn' });
    expect(before(piece('abc'), 200).text).toBe('abc');
  });

  it('begins with a whole line, but keeps what is one line only, and the very beginning', () => {
    expect(fromLineStart(piece('\ufffdt\nnext\n'))).toMatchObject({ offset: 105, text: 'next\n' });
    expect(fromLineStart(piece('progress 10 %')).text).toBe('progress 10 %');
    expect(fromLineStart(piece('a\nb', 0)).text).toBe('a\nb');
  });

  it('draws many small ones together, and none of them with a large one', () => {
    const small = Array.from({ length: 3000 }, (_none, n) => piece('x'.repeat(100), n * 100));
    const large = [piece('y'.repeat(100_000), 300_000), piece('z', 400_000)];
    const groups = together([...small, ...large]);
    expect(groups.flat()).toEqual([...small, ...large]);
    expect(groups.map((group) => group.length)).toEqual([655, 655, 655, 655, 380, 1, 1]);
    expect(together([])).toEqual([]);
  });

  it('slices into what is the same again, each with its own place', () => {
    const texts = fc.array(fc.constantFrom('\n', 'a', '\u00e9', '\u{1f600}', 'x'.repeat(5000)), { maxLength: 30 });
    fc.assert(
      fc.property(texts, (parts) => {
        const whole = piece(parts.join(''));
        const slices = slicesOf(whole);
        expect(slices.map(({ text }) => text).join('')).toBe(whole.text);
        expect(slices[0]?.offset).toBe(whole.offset);
        expect(slices.at(-1)?.next).toBe(whole.next);
        slices.slice(1).forEach((slice, index) => expect(slice.offset).toBe(slices[index]?.next));
      }),
    );
  });
});

describe('the keys of a terminal', () => {
  const press = (key: string, change = {}) =>
    keyAction({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...change });
  it('scrolls and searches, and leaves Tab, Escape and copying alone', () => {
    expect(press('/')).toBe('search');
    expect(press('f', { ctrlKey: true })).toBe('search');
    expect(press('PageUp')).toEqual({ pages: -1 });
    expect([press('Tab'), press('Escape'), press('c', { ctrlKey: true }), press('a')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
