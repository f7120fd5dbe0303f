import { describe, expect, it, vi } from 'vitest';
import { fakeOutput } from './output.ts';

// Of a page the terminal needs this much while it is on none.
class Element {
  setAttribute(): void {
    return;
  }
}
vi.stubGlobal('Element', Element);
vi.stubGlobal('HTMLSpanElement', class extends Element {});
vi.stubGlobal('document', { documentElement: null });
vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: () => '' }));
const { OutputView } = await import('../../../../renderer/terminal/outputView.ts');
const { XtermScreen } = await import('../../../../renderer/terminal/xtermScreen.ts');

/** Each text as the engine sends it that was printed by itself, a second apart. */
function pieces(...texts: string[]) {
  let offset = 0;
  return texts.map((text, index) => {
    const piece = { offset, next: offset + Buffer.byteLength(text), at: index * 1000, text };
    offset = piece.next;
    return piece;
  });
}
const lines = (count: number): string[] => Array.from({ length: count }, (_none, n) => `line ${n}\n`);

describe('the terminal as the screen of an output', () => {
  it('draws at once what was printed piece by piece, and knows where each of them begins', async () => {
    const screen = new XtermScreen('dark', false, 'monospace');
    const printed = pieces(...lines(3000));
    const started = performance.now();
    await screen.write(printed);
    // Each by itself they wait for a timer 3,000 times.
    expect(performance.now() - started).toBeLessThan(1500);
    expect(screen.oldest()).toBe(0);
    const { active } = screen.terminal.buffer;
    const rows = screen.terminal.rows;
    screen.reveal(printed[1000]!.offset);
    const shown = Array.from({ length: rows }, (_none, row) => active.getLine(active.viewportY + row));
    expect(shown.map((line) => line?.translateToString(true))).toContain('line 1000');
    expect(screen.times()[1000 - active.viewportY]).toBe(1_000_000);
    screen.dispose();
  });

  it('goes through all of an output in either direction, however many lines a page of it has', async () => {
    const output = fakeOutput('ok\n'.repeat(40_000));
    const screen = new XtermScreen('dark', false, 'monospace');
    const view = new OutputView(output.read, screen, () => undefined);
    await view.follow(output.size);
    for (let before = screen.oldest() ?? 0; before > 0; before = screen.oldest() ?? 0) {
      await view.older();
      expect(screen.oldest()).toBeLessThan(before);
      expect(screen.atStart).toBe(false);
    }
    while (view.state.end < output.size) {
      screen.toEnd();
      await view.newer(output.size);
      expect(screen.atEnd).toBe(false);
    }
    screen.dispose();
  });

  it('knows a line that is overwritten again and again once, and what comes behind it', async () => {
    const screen = new XtermScreen('dark', false, 'monospace');
    const bar = Array.from({ length: 500 }, (_none, n) => `\r${n} of 500`);
    const printed = pieces('begin\n', ...bar, '\n', 'end\n');
    await screen.write(printed.slice(0, 300));
    await screen.write(printed.slice(300));
    expect(screen.terminal.markers).toHaveLength(3);
    expect(screen.times().slice(0, 3)).toEqual([0, 1000, 502_000]);
    screen.dispose();
  });
});
