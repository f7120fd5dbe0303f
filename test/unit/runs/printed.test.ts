import { describe, expect, it } from 'vitest';
import { shown } from '../../../electron/engine/run-page/text.ts';
import { lastLines, lastState } from '../../../shared/domain/printed.ts';

describe('what was printed for a terminal', () => {
  it('is shown as it was in the end', () => {
    expect(shown('\u001b[31mred\u001b[0m\r\n10 %\r50 %\r100 %\nlast\r\n')).toBe('red\n100 %\nlast\n');
    expect(['', '\r', '\r\r', 'a\r', '\ra', 'a\rb\r\r'].map(lastState)).toEqual(['', '', '', 'a', 'a', 'b']);
  });

  it('is cut to its last lines, the empty ones at its end left out', () => {
    expect(lastLines('a\nb\nc\n\n', 2)).toBe('b\nc');
    expect(lastLines('\n\n', 2)).toBe('');
  });

  it.each(['\r', '\n', '\u001b', '\u001b]', '\u001b[;', ';#', '\u001b[;#;1', '\u009b'])(
    'takes no time to speak of, be it %j a hundred thousand times',
    (text) => {
      const started = performance.now();
      lastLines(shown(`\u001b[${text.repeat(100_000 / text.length)}x`), 200);
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});
