import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLine, inert, shorten } from '../../../../renderer/text/inert.ts';

/** All but tab and line feed of the control characters, everything that turns writing, and what breaks a line. */
const disturbing = /(?![\t\n])\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u;
const hostile = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xa0 }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('\u061C', '\u200B', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202E', '\u2066', '\u2069'),
    fc.constantFrom('\uFEFF', '\uD800', '\u{1F600}', 'ü', 'ש', 'ع', '文'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('inert text', () => {
  it('has no control character and none that turns the direction of writing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(inert(text)).not.toMatch(disturbing);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps everything else as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text));
        expect(inert(text)).toBe(text);
      }),
    );
    expect(inert('a\tb\nc')).toBe('a\tb\nc');
  });

  it('is the same when it is made inert again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(inert(inert(text))).toBe(inert(text));
      }),
    );
  });

  it('shows a mark for what it took', () => {
    expect(inert('\u0000\u0007\u001b[2J\u007f')).toBe('␀␇␛[2J␡');
    expect(inert('safe\u202Egpj.exe')).toBe('safe⟨202E⟩gpj.exe');
  });

  it('leaves joined characters joined', () => {
    expect(inert('\u{1F469}\u200D\u{1F680} می\u200Cخواهم')).toBe('\u{1F469}\u200D\u{1F680} می\u200Cخواهم');
  });
});

describe('the first line', () => {
  it('ends at either kind of line break, and is inert', () => {
    expect(firstLine('Fix it\r\n\r\nBecause')).toBe('Fix it');
    expect(firstLine('Fix\u0008 it\nBecause')).toBe('Fix␈ it');
    expect(firstLine('')).toBe('');
  });
});

describe('shortening', () => {
  it('keeps both ends', () => {
    expect(shorten('feature/a-very-long-name-v2', 11)).toBe('featu…me-v2');
    expect(shorten('qa', 11)).toBe('qa');
  });

  it('never gives more than it may, nor cuts through a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const short = shorten(text, most);
        expect([...short].length).toBeLessThanOrEqual(most);
        if ([...text].length <= most) expect(short).toBe(text);
        else {
          const [head, tail] = [short.slice(0, short.indexOf('…')), short.slice(short.lastIndexOf('…') + 1)];
          expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
          expect([...short].length).toBe(most);
        }
        if (text.isWellFormed()) expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});
