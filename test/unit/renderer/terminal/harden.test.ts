import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { harden } from '../../../../renderer/terminal/harden.ts';

/** What the real terminal shows of a text: its lines without the empty ones at the end. */
async function shownOf(text: string): Promise<string> {
  const terminal = new Terminal({ allowProposedApi: true, cols: 80, rows: 24 });
  harden(terminal);
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_none, row) => active.getLine(row)?.translateToString(true));
  terminal.dispose();
  return lines.join('\n').trimEnd();
}

describe('what a stage prints stays in its pane', () => {
  it('does nothing for hours, whatever number a sequence says', async () => {
    const finals = Array.from({ length: 0x7f - 0x40 }, (_none, index) => String.fromCharCode(0x40 + index));
    const sequences = ['', '?', '>', '=', '<'].flatMap((prefix) =>
      ['', ' ', '!', '"', '$', "'"].flatMap((between) =>
        finals.map((final) => `\x1b[${prefix}2147483647;2147483647${between}${final}`),
      ),
    );
    const started = performance.now();
    expect(await shownOf(`${sequences.join('a')}\r\nend`)).toMatch(/end$/);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('moves, repeats and scrolls as far as the screen is large', async () => {
    expect(await shownOf('=\x1b[9b')).toBe('='.repeat(10));
    expect(await shownOf('first\r\nsecond\x1b[1S')).toBe('second');
    expect(await shownOf('first\x1b[24T')).toBe('');
  });

  it('keeps what was printed before, and its links to itself', async () => {
    expect(await shownOf('kept\x1b[3J\x1bc')).toBe('kept');
    expect(await shownOf('\x1b]8;;https://example.test\x07here\x1b]8;;\x07')).toBe('here');
  });
});
