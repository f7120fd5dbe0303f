import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, inert, paintFor, table } from '../../../electron/hosts/terminal/text.ts';
import { terminalWith } from './terminal.ts';

describe('foreign text on a terminal', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after', 'after'],
    ['\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['one\r\ntwo\ttabs', 'one two tabs'],
    ['a\u202egnp.exe', 'a gnp.exe'],
    ['\u2066hidden\u2069', ' hidden'],
    ['zero\u200bwidth', 'zero width'],
    ['bell\u0007 back\b\b', 'bell  back'],
    ['\u009b31mC1', 'C1'],
    ['<b>ünïcödé 日本 🚀</b>', '<b>ünïcödé 日本 🚀</b>'],
  ])('shows %j as %j', (text, shown) => expect(inert(text)).toBe(shown));

  it('never holds anything that a terminal acts on', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\u001b', '[', ']', ';', 'm', '\u0007', '\u009b', '\u202e', '\n', '\r', '\b', '0', '\u001b\\'),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        // eslint-disable-next-line no-control-regex -- what must not be there
        expect(inert(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

describe('tables', () => {
  it('are aligned, whatever the colours', () => {
    const paint = paintFor(terminalWith({ outIsTty: true }), 'out');
    const text = table(
      ['NAME', 'HEALTH', 'URL'],
      [
        ['qa', paint('green', 'healthy'), 'http://a'],
        ['production', paint('red', 'absent'), ''],
      ],
      'none',
    );
    // eslint-disable-next-line no-control-regex -- colours are compared by what is left without them
    expect(text.replaceAll(/\u001b\[\d+m/g, '').split('\n')).toEqual([
      'NAME        HEALTH   URL',
      'qa          healthy  http://a',
      'production  absent',
      '',
    ]);
  });
  it('say so when there is nothing', () => expect(table(['A'], [], 'Nothing yet.')).toBe('Nothing yet.\n'));
});

describe('colours', () => {
  const painted = (environment: NodeJS.ProcessEnv, outIsTty: boolean) =>
    paintFor(terminalWith({ environment, outIsTty }), 'out')('red', 'x');
  it('are for terminals that want them', () => {
    expect(painted({}, true)).toBe('\u001b[31mx\u001b[39m');
    expect(painted({}, false)).toBe('x');
    expect(painted({ NO_COLOR: '1' }, true)).toBe('x');
    expect(painted({ TERM: 'dumb' }, true)).toBe('x');
  });
});

describe('clipping', () => {
  it('counts characters, not code units', () => {
    expect(clip('🚀🚀🚀', 3)).toBe('🚀🚀🚀');
    expect(clip('🚀🚀🚀🚀', 3)).toBe('🚀🚀…');
  });
});
