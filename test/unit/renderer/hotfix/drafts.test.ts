import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Drafts } from '../../../../renderer/screens/hotfix/editor/drafts.ts';

describe('what is typed', () => {
  let kept: string[];
  let told: string[];
  let broken: boolean;
  let drafts: Drafts;
  beforeEach(() => {
    vi.useFakeTimers();
    [kept, told, broken] = [[], [], false];
    drafts = new Drafts({
      keep: (_path, content) => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(kept.push(content))),
      tell: (path, state) => told.push(`${path} ${state}`),
    });
  });
  afterEach(() => vi.useRealTimers());
  const rest = (ms = 600) => vi.advanceTimersByTimeAsync(ms);

  it('is kept after a moment of rest, the newest alone', async () => {
    drafts.later('a', 'one');
    drafts.later('a', 'two');
    await rest();
    expect([kept, told]).toEqual([['two'], ['a kept']]);
  });

  it('is not kept behind the settlement that it is in', async () => {
    drafts.later('a', 'one');
    drafts.hold();
    drafts.flush();
    await rest();
    drafts.drop();
    await rest();
    expect(kept).toEqual([]);
  });

  it('is kept after all when the settlement is refused', async () => {
    drafts.later('a', 'one');
    drafts.hold();
    drafts.later('b', 'two');
    drafts.release();
    await rest(0);
    expect(kept).toEqual(['one', 'two']);
  });

  it('is tried again while the engine is away, and says so', async () => {
    broken = true;
    drafts.later('a', 'one');
    await rest();
    expect(told).toEqual(['a unkept']);
    broken = false;
    await rest(5000);
    expect(kept).toEqual(['one']);
  });
});
