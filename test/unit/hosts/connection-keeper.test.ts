import { describe, expect, it } from 'vitest';
import type { Attached } from '../../../electron/hosts/attach.ts';
import { keepConnection } from '../../../electron/hosts/connection-keeper.ts';

/** A connection that can be ended; only what the keeper looks at. */
function connection(): { attached: Attached; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { attached: { closed: promise, close: resolve } as unknown as Attached, end: () => resolve(undefined) };
}

describe('the desktop app’s connection', () => {
  it('is made once for all who ask at the same time', async () => {
    let made = 0;
    const kept = keepConnection(async () => {
      made += 1;
      return connection().attached;
    });
    const [first, second] = await Promise.all([kept.client(), kept.client()]);
    expect(first).toBe(second);
    expect(made).toBe(1);
  });

  it('is made anew after it was lost', async () => {
    const all = [connection(), connection()];
    let next = 0;
    const kept = keepConnection(async () => all[next++]!.attached);
    await kept.client();
    all[0]!.end();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(await kept.client()).toBe(all[1]!.attached);
  });

  it('is tried again after it could not be made', async () => {
    let attempts = 0;
    const kept = keepConnection(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('no engine');
      return connection().attached;
    });
    await expect(kept.client()).rejects.toThrow('no engine');
    await expect(kept.client()).resolves.toBeDefined();
  });
});
