import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from '../../../../renderer/state/coalesce.ts';

const pauseMs = 100;
const workMs = 250;

describe('coalesced work', () => {
  let runs = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const work = async () => {
    runs += 1;
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, workMs));
    atOnce -= 1;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    [runs, atOnce, mostAtOnce] = [0, 0, 0];
  });
  afterEach(() => void vi.useRealTimers());

  it('runs once for a burst', async () => {
    const ask = coalesce(work, pauseMs);
    for (let i = 0; i < 20; i += 1) ask();
    expect(runs).toBe(0);
    await vi.advanceTimersByTimeAsync(pauseMs);
    expect(runs).toBe(1);
    await vi.runAllTimersAsync();
    expect(runs).toBe(1);
  });

  it('runs anew for what was asked while it ran, and never twice at once', async () => {
    const ask = coalesce(work, pauseMs);
    ask();
    await vi.advanceTimersByTimeAsync(pauseMs + 10);
    ask();
    await vi.advanceTimersByTimeAsync(pauseMs + 10);
    ask();
    await vi.runAllTimersAsync();
    expect(runs).toBe(2);
    expect(mostAtOnce).toBe(1);
  });

  it('still runs at least once for each pause of a steady stream of requests', async () => {
    const ask = coalesce(work, pauseMs);
    for (let i = 0; i < 100; i += 1) {
      ask();
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(runs).toBeGreaterThanOrEqual(4);
    expect(mostAtOnce).toBe(1);
  });
});
