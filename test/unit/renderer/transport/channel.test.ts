import { describe, expect, it } from 'vitest';
import { Channel } from '../../../../renderer/transport/channel.ts';
import { backOffMs } from '../../../../renderer/transport/link.ts';
import type { ProblemError } from '../../../../shared/problem.ts';
import { gone } from '../browser.ts';

/** Reads to the end; answers what came and what it ended with. */
async function read<T>(channel: Channel<T>): Promise<{ items: T[]; thrown: unknown }> {
  const items: T[] = [];
  try {
    for await (const item of channel) items.push(item);
    return { items, thrown: null };
  } catch (thrown) {
    return { items, thrown };
  }
}

describe('a channel', () => {
  it('gives what was pushed before and after somebody reads, in order', async () => {
    const channel = new Channel<number>(() => undefined);
    channel.push(1);
    channel.push(2);
    const reading = read(channel);
    await Promise.resolve();
    channel.push(3);
    channel.end();
    channel.push(4);
    expect(await reading).toEqual({ items: [1, 2, 3], thrown: null });
  });

  it('throws its problem after the items that came before', async () => {
    const channel = new Channel<number>(() => undefined);
    channel.push(1);
    channel.end(gone);
    channel.end();
    const { items, thrown } = await read(channel);
    expect(items).toEqual([1]);
    expect((thrown as ProblemError).problem).toBe(gone);
  });

  it('tells once when its reader leaves early, and not at its own end', async () => {
    let left = 0;
    const channel = new Channel<number>(() => (left += 1));
    channel.push(1);
    channel.push(2);
    for await (const item of channel) if (item === 1) break;
    await channel.return();
    expect(left).toBe(1);
    expect(await channel.next()).toEqual({ done: true, value: undefined });

    const ended = new Channel<number>(() => (left += 1));
    ended.end();
    await read(ended);
    expect(left).toBe(1);
  });
});

describe('the pause before the next attempt', () => {
  it('doubles up to ten seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map(backOffMs)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });
});
