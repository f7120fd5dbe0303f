import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvironmentFile } from '../../../shared/compose/environment-file.ts';
import { interpolate } from '../../../shared/compose/interpolate.ts';
import { parseComposeDuration, parseSize } from '../../../shared/compose/quantities.ts';

const variables: Record<string, string> = { A: 'apple', EMPTY: '', B_2: 'bee' };
const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);

describe('variables', () => {
  it.each([
    ['$A', 'apple'],
    ['${A}', 'apple'],
    ['x${A}y$B_2.', 'xappleybee.'],
    ['$$A', '$A'],
    ['$${A}', '${A}'],
    ['$$$A', '$apple'],
    ['${NO:-d}', 'd'],
    ['${NO-d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${A:-d}', 'apple'],
    ['${NO:-}', ''],
    ['${A:+yes}', 'yes'],
    ['${EMPTY:+yes}', ''],
    ['${EMPTY+yes}', 'yes'],
    ['${NO+yes}', ''],
    ['${NO:+yes}', ''],
    ['${A:?needed}', 'apple'],
    ['${EMPTY?needed}', ''],
    ['${NO:-${EMPTY:-${A}}}', 'apple'],
    ['${NO:-a${B_2}c}', 'abeec'],
    ['${NO:-http://x:80/?a=b}', 'http://x:80/?a=b'],
    ['{}', '{}'],
    ['}', '}'],
    ['${NO:-$$}', '$'],
  ])('%s is %s', (text, expected) => {
    expect(interpolate(text, lookup)).toEqual({ text: expected, unset: [], error: null });
  });

  it.each([
    ['${NO:?set it}', 'the variable NO is required: set it'],
    ['${EMPTY:?}', 'the variable EMPTY is required'],
    ['${NO?}', 'the variable NO is required'],
    ['${NO:?${A} is wanted}', 'required: apple is wanted'],
    ['${', 'not followed by the name'],
    ['${A', 'not closed'],
    ['${A:-b', 'never closed'],
    ['${A!b}', 'not closed, or uses an operator'],
    ['${1}', 'not followed by the name'],
    ['5$', 'a $ stands alone'],
    ['$-', 'a $ stands alone'],
  ])('%s is wrong', (text, expected) => {
    expect(interpolate(text, lookup).error).toContain(expected);
  });

  it('counts what has no value, and only where it is used', () => {
    expect(interpolate('$NO-${NEITHER}$A', lookup)).toMatchObject({ text: '-apple', unset: ['NO', 'NEITHER'] });
    expect(interpolate('${A:-$NO}', lookup)).toMatchObject({ text: 'apple', unset: [] });
    expect(interpolate('${NO:-$NEITHER}', lookup)).toMatchObject({ text: '', unset: ['NEITHER'] });
    expect(interpolate('$NO${A:-$NO}', lookup).unset).toEqual(['NO']);
  });

  it('never throws, and gives back what a text escapes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(interpolate(text.replaceAll('$', '$$$$'), lookup)).toEqual({ text, unset: [], error: null });
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('$', '{', '}', ':', '-', '?', '+', 'A', 'NO', ' ', '$$', '${')), (parts) => {
        expect(typeof interpolate(parts.join(''), lookup).text).toBe('string');
      }),
    );
    expect(interpolate('${A:-'.repeat(100_000), lookup).error).not.toBeNull();
  });

  it('puts any value in as it is', () => {
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
    fc.assert(
      fc.property(name, fc.string(), fc.constantFrom('', ':-x', '-x'), (variable, value, operator) => {
        fc.pre(value !== '' || operator !== ':-x');
        expect(
          interpolate(`<\${${variable}${operator}}>`, (wanted) => (wanted === variable ? value : undefined)).text,
        ).toBe(`<${value}>`);
      }),
    );
  });
});

describe('durations and sizes', () => {
  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1h5m30s20ms', 3_930_020],
    ['500us', 0.5],
    ['1.5s', 1500],
    ['0', 0],
    ['0s', 0],
  ])('%s', (text, ms) => {
    expect(parseComposeDuration(text)).toBe(ms);
  });
  it.each(['', '30', 's', '1d', '1s ', '-1s', '1m 30s', '1e3s'])('%j is no duration', (text) => {
    expect(parseComposeDuration(text)).toBeNull();
  });
  it('adds its parts up', () => {
    const part = fc.nat(10_000);
    fc.assert(
      fc.property(part, part, part, part, (hours, minutes, seconds, ms) => {
        expect(parseComposeDuration(`${hours}h${minutes}m${seconds}s${ms}ms`)).toBe(
          hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + ms,
        );
      }),
    );
  });
  it.each([
    ['1024', 1024],
    ['2k', 2048],
    ['2kb', 2048],
    ['2KiB', 2048],
    ['1.5m', 1_572_864],
    ['1g', 1_073_741_824],
    ['10b', 10],
  ])('%s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
  it.each(['', 'm', '1x', '-1m', '1mm'])('%j is no size', (text) => {
    expect(parseSize(text)).toBeNull();
  });
});

describe('environment files', () => {
  const read = (text: string) => Object.fromEntries(parseEnvironmentFile(text, lookup).values);

  it('take keys, quotes, comments and variables', () => {
    expect(
      read(
        [
          '\uFEFF# comment',
          '',
          'PLAIN=a b # trailing',
          'export SET=1',
          'HASH=a#b',
          'EMPTY_VALUE=',
          'ALONE',
          "SINGLE='$A # kept'",
          'DOUBLE="$A\\n\\"q\\" \\$A"',
          'AGAIN=${PLAIN}-${A}',
          'COLON: x',
          'MANY="one',
          'two"',
          'LAST=end\r',
        ].join('\n'),
      ),
    ).toEqual({
      PLAIN: 'a b',
      SET: '1',
      HASH: 'a#b',
      EMPTY_VALUE: '',
      ALONE: null,
      SINGLE: '$A # kept',
      DOUBLE: 'apple\n"q" $A',
      AGAIN: 'a b-apple',
      COLON: 'x',
      MANY: 'one\ntwo',
      LAST: 'end',
    });
  });

  it('say what is wrong by line', () => {
    expect(parseEnvironmentFile('A=1\nnot a key = x\nB="open', lookup).errors).toEqual([
      { line: 2, message: 'this is not KEY=value' },
      { line: 3, message: 'the quote is never closed' },
    ]);
  });

  it('keep raw values', () => {
    expect(Object.fromEntries(parseEnvironmentFile('A="$A" # x', lookup, true).values)).toEqual({ A: '"$A" # x' });
  });
});
