import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { OutputView, pageBytes } from '../../../../renderer/terminal/outputView.ts';
import { fakeOutput, fakeScreen, lines } from './output.ts';

const many = lines(20_000);

function viewOf(output: ReturnType<typeof fakeOutput>, shown = fakeScreen()) {
  const view = new OutputView(output.read, shown.screen, () => undefined);
  return { view, shown };
}

describe('the window that a terminal shows of an output', () => {
  it('shows the end of a long output from a whole line on, and reads no more than that', async () => {
    const output = fakeOutput(many);
    const { view, shown } = viewOf(output);
    await view.follow(output.size);
    expect(view.state).toMatchObject({ mode: 'following', ended: true, loading: false, end: output.size });
    expect(many.endsWith(shown.text)).toBe(true);
    expect(shown.text).toMatch(/^\d{6} \./);
    expect(view.state.start).toBe(output.size - Buffer.byteLength(shown.text));
    expect(output.reads.readBytes).toBeLessThanOrEqual(pageBytes);
  });

  it('follows what is printed, waits while it is parked, and goes on from where one left', async () => {
    const output = fakeOutput(lines(10));
    output.goOn();
    const { view, shown } = viewOf(output);
    void view.follow(output.size);
    await sleep(5);
    output.print(lines(10, 10));
    await sleep(5);
    expect(shown.text).toBe(lines(20));
    view.park();
    output.print(lines(10, 20));
    await sleep(5);
    expect(shown.text).toBe(lines(20));
    expect(view.state.mode).toBe('parked');
    await view.newer(output.size);
    expect(shown.text).toBe(lines(30));
    expect(view.state.mode).toBe('parked');
    void view.newer(output.size);
    output.print(lines(10, 30));
    await sleep(5);
    expect(shown.text).toBe(lines(40));
    output.end();
    await sleep(5);
    expect(view.state).toMatchObject({ mode: 'following', ended: true });
    expect(shown.cleared).toBe(1);
  });

  it('goes back a page at a time to the very beginning, and forward to the end again', async () => {
    const output = fakeOutput(many);
    const { view, shown } = viewOf(output);
    await view.follow(output.size);
    let before = view.state.start;
    while (view.state.start > 0) {
      await view.older();
      expect(view.state.start).toBeLessThan(before);
      expect(shown.revealed.at(-1)).toBe(before);
      expect(shown.bytes).toBeLessThanOrEqual(2 * pageBytes);
      before = view.state.start;
    }
    expect(many.startsWith(shown.text)).toBe(true);
    while (view.state.end < output.size) await view.newer(output.size);
    expect(many.endsWith(shown.text.slice(-1000))).toBe(true);
  });

  it('jumps to a match with what stands around it', async () => {
    const output = fakeOutput(many);
    const { view, shown } = viewOf(output);
    const offset = many.indexOf('010000 ');
    await view.jump(offset);
    expect(view.state.mode).toBe('parked');
    expect(shown.revealed).toEqual([offset]);
    expect(shown.text).toContain('009990 ');
    expect(shown.text).toContain('010100 ');
  });

  it('holds little of what is printed faster than it can be drawn, and shows its end', async () => {
    const output = fakeOutput('');
    output.goOn();
    const { view, shown } = viewOf(
      output,
      fakeScreen(() => sleep(1)),
    );
    const following = view.follow(0);
    await sleep(2);
    output.print(lines(100_000));
    output.end();
    await following;
    expect(shown.bytes).toBeLessThan(3 * pageBytes);
    expect(shown.text.endsWith(lines(1, 99_999))).toBe(true);
    expect(view.state.start).toBeGreaterThan(0);
  });

  it('shows one place alone, however fast one jumps from place to place', async () => {
    const output = fakeOutput(many);
    const { view, shown } = viewOf(
      output,
      fakeScreen(() => sleep(2)),
    );
    const places = ['002000 ', '015000 ', '009000 '].map((text) => many.indexOf(text));
    for (const place of places) {
      void view.jump(place);
      await sleep(3);
    }
    await view.jump(places[0]!);
    expect(many).toContain(shown.text);
    expect(shown.revealed.at(-1)).toBe(places[0]);
    await view.follow(output.size);
    await view.older();
    expect(many).toContain(shown.text);
  });

  it('says why nothing comes, and where it can be asked again goes on from there', async () => {
    const output = fakeOutput(lines(5));
    let broken = true;
    const shown = fakeScreen();
    const view = new OutputView(
      (from, follow, signal) => {
        if (broken) throw new Error('The engine is gone');
        return output.read(from, follow, signal);
      },
      shown.screen,
      () => undefined,
    );
    await view.follow(output.size);
    expect(view.state.problem?.message).toContain('gone');
    broken = false;
    await view.follow(output.size);
    expect(view.state.problem).toBeNull();
    expect(shown.text).toBe(lines(5));
  });
});
