import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { ForecastFeed } from '../../../renderer/components/forecast/feed.ts';

const forecast = (commit: string): PickForecast => ({
  commit,
  subject: '',
  parents: 1,
  mainline: null,
  forecast: 'clean',
  tree: null,
  files: [],
  presentAs: null,
  prerequisites: [],
  problem: null,
});
const picks = (...commits: string[]): PickRequest[] => commits.map((commit) => ({ commit }));

/** A feed on an engine that answers one pick each 10 ms, and the questions that it was asked. */
function feedOf() {
  const asked: string[][] = [];
  const aborted: string[][] = [];
  const feed = new ForecastFeed(async function* (wanted, signal) {
    const names = wanted.map(({ commit }) => commit);
    asked.push(names);
    signal.addEventListener('abort', () => void aborted.push(names));
    for (const name of names) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (signal.aborted) return;
      yield forecast(name);
    }
  });
  const show = (...commits: string[]) => {
    const leave = picks(...commits).map((pick) => feed.want(pick, () => undefined));
    return () => leave.forEach((one) => one());
  };
  return { feed, asked, aborted, show };
}

describe('forecasts of the rows in sight', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are asked for together, once', async () => {
    const { feed, asked, show } = feedOf();
    const told = vi.fn();
    feed.want({ commit: 'a' }, told);
    show('a', 'b');
    await vi.advanceTimersByTimeAsync(400);
    expect(asked).toEqual([['a', 'b']]);
    expect(feed.get('a')?.forecast).toBe('clean');
    expect(told).toHaveBeenCalledOnce();
    show('b');
    await vi.advanceTimersByTimeAsync(400);
    expect(asked).toHaveLength(1);
  });

  it('are not asked for while a list is being scrolled', async () => {
    const { asked, show } = feedOf();
    for (let row = 0; row < 50; row += 1) {
      const leave = show(`row ${row}`);
      await vi.advanceTimersByTimeAsync(30);
      leave();
    }
    show('here');
    await vi.advanceTimersByTimeAsync(400);
    expect(asked).toEqual([['here']]);
  });

  it('are given up when their rows are gone, and asked for again when they are back', async () => {
    const { feed, asked, aborted, show } = feedOf();
    const leave = show('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p');
    await vi.advanceTimersByTimeAsync(145);
    leave();
    show('z');
    await vi.advanceTimersByTimeAsync(400);
    expect(aborted).toHaveLength(1);
    expect(asked.at(-1)).toEqual(['z']);
    expect(feed.get('a')).toBeDefined();
    expect(feed.get('p')).toBeUndefined();
    show('p');
    await vi.advanceTimersByTimeAsync(400);
    expect(feed.get('p')).toBeDefined();
  });

  it('tell one parent of a merge from another', async () => {
    const { feed } = feedOf();
    feed.want({ commit: 'm', mainline: 2 }, () => undefined);
    await vi.advanceTimersByTimeAsync(400);
    expect(feed.get('m 2')).toBeDefined();
    expect(feed.get('m')).toBeUndefined();
  });
});
