import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSgr, plainText } from '../../../../renderer/log/sgr.ts';

const csi = '\u001b[';
const textOf = (line: string) =>
  parseSgr(line)
    .map((span) => span.text)
    .join('');
const plain = { colour: null, bold: false };

/** Sequences that programs really print: they draw, and say nothing. */
const sequences = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }).map((codes) => `${csi}${codes.join(';')}m`),
  fc.constantFrom(`${csi}?25l`, `${csi}?25h`, `${csi}2K`, `${csi}1A`, `${csi}G`, `${csi}?2004h`, `${csi}>4;1m`),
  fc.constantFrom(`${csi}!p`, `${csi}0 q`, '\u001b7', '\u001b8', '\u001b(B', '\u001b=', '\u001bc', '\u001bM'),
  fc.constantFrom('\u001b]0;a title\u0007', '\u001b]8;;https://shop.example\u001b\\', '\u001bP1$r0m\u001b\\'),
);
const printable = fc.stringMatching(/^[ -~äß文]{0,12}$/);

describe('a log line with terminal sequences', () => {
  it('loses its sequences and not one printable character', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(printable, sequences), { maxLength: 8 }), printable, (pieces, last) => {
        const line = pieces.map(([text, sequence]) => text + sequence).join('') + last;
        const text = pieces.map(([printed]) => printed).join('') + last;
        expect(textOf(line)).toBe(text);
        expect(plainText(line)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('shows the same text as is searched and copied, and never a control character, whatever it holds', () => {
    const noise = fc.string({
      unit: fc.constantFrom(...'\u001b[]P\\\u0007\u009b\u202e;:31m\r\0x'.split(''), '\u{1F600}'),
    });
    const colours = [null, 0, 1, 2, 3, 4, 5, 6, 7];
    fc.assert(
      fc.property(noise, (line) => {
        const spans = parseSgr(line);
        expect(textOf(line)).toBe(plainText(line));
        expect(textOf(line)).not.toMatch(/(?![\t\n])\p{Cc}|\p{Bidi_Control}/u);
        expect(spans.every(({ text, colour }) => text !== '' && colours.includes(colour))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is one plain span without them, and none when it is empty', () => {
    expect(parseSgr('GET / 200')).toEqual([{ text: 'GET / 200', ...plain }]);
    expect(parseSgr('')).toEqual([]);
    expect(parseSgr(`${csi}0m`)).toEqual([]);
  });

  it('carries colour and weight until they are taken back', () => {
    expect(parseSgr(`a${csi}1;31mb${csi}22mc${csi}39md${csi}96me${csi}mf`)).toEqual([
      { text: 'a', ...plain },
      { text: 'b', colour: 1, bold: true },
      { text: 'c', colour: 1, bold: false },
      { text: 'd', ...plain },
      { text: 'e', colour: 6, bold: false },
      { text: 'f', ...plain },
    ]);
  });

  it.each([
    ['a colour of 256', `${csi}38;5;1m`],
    ['a colour of 256 with colons', `${csi}38:5:1m`],
    ['a true colour', `${csi}38;2;1;31;1m`],
    ['a true colour with colons', `${csi}38:2::31:1:31m`],
    ['a background', `${csi}48;5;31m`],
    ['a colour of the underline', `${csi}58;5;1m`],
    ['a kind of underline', `${csi}4:1m`],
    ['a setting of the keyboard', `${csi}>4;1m`],
  ])('takes no number of %s for a style of its own', (_name, sequence) => {
    expect(parseSgr(`${sequence}text`)).toEqual([{ text: 'text', ...plain }]);
  });

  it('is read in no time, however many sequences begin in it and never end', () => {
    const line = `${csi}${'1;'.repeat(50_000)}${'\u001b]'.repeat(50_000)}`;
    const startedAt = performance.now();
    expect(textOf(line)).not.toContain('\u001b');
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('does not take back what was set before an underline', () => {
    expect(parseSgr(`${csi}31m${csi}4:0mtext`)).toEqual([{ text: 'text', colour: 1, bold: false }]);
  });
});
