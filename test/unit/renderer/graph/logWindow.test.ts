import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Commit } from '../../../../shared/domain/commit.ts';
import { fail } from '../../../../shared/problem.ts';
import { LogWindow, pageSize, rangeMax, type LogAnswer } from '../../../../renderer/components/graph/logWindow.ts';

const commit = (sha: string, parent: string | null): Commit => ({
  sha,
  parents: parent === null ? [] : [parent],
  author: 'Ada',
  email: 'ada@example.com',
  authoredAt: 0,
  committedAt: 0,
  subject: sha,
});

/** An engine with a straight history of `shas`, newest first, which answers when the test lets it. */
function history(shas: string[], options: { walked?: boolean } = {}) {
  const state = { shas, walked: options.walked ?? true, asked: [] as number[], failing: false };
  const ask = (skip: number, limit: number): Promise<LogAnswer> => {
    state.asked.push(skip);
    if (state.failing) return Promise.reject(fail('failed.timeout', 'late'));
    const commits = state.shas
      .slice(skip, skip + limit)
      .map((sha, index) => commit(sha, state.shas[skip + index + 1] ?? null));
    return Promise.resolve({
      commits,
      more: skip + limit < state.shas.length,
      total: state.walked ? state.shas.length : null,
      lines: skip > 0 ? [commits[0]?.sha ?? null] : [],
    });
  };
  return { state, ask };
}

const named = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `c${from + index}`);
const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a window on a log', () => {
  it('asks for what is in sight alone, at any place, and forgets what is far away', async () => {
    const { state, ask } = history(named(1_000_000));
    const log = new LogWindow({ ask, graph: true });
    log.refresh();
    expect(log.loading).toBe(true);
    await settled();
    expect(log.count).toBe(1_000_000);
    log.see(800_000, 800_040);
    await settled();
    expect(log.rowAt(800_010)).toMatchObject({ commit: { sha: 'c800010' }, column: 0, width: 1 });
    expect(log.rowAt(400_000)).toBeUndefined();
    expect(state.asked).toEqual([0, 800_000]);
    for (let page = 0; page < 60; page += 1) {
      log.see(page * pageSize, page * pageSize + 40);
      await settled();
    }
    expect(log.rowsHeld).toBeLessThanOrEqual(24 * pageSize);
    expect(log.rowAt(59 * pageSize)?.commit.sha).toBe(`c${59 * pageSize}`);
    expect(log.rowAt(0)).toBeUndefined();
  });

  it('asks for no page twice while it waits, nor for any behind the end', async () => {
    const { state, ask } = history(named(250));
    const log = new LogWindow({ ask, graph: true });
    log.refresh();
    log.see(0, 40);
    log.see(0, 41);
    await settled();
    log.see(190, 249);
    log.see(190, 900);
    await settled();
    expect(state.asked).toEqual([0, 200]);
    expect(log.count).toBe(250);
  });

  it('keeps what is in sight where it is when commits come above it', async () => {
    const { state, ask } = history(named(1000));
    const log = new LogWindow({ ask, graph: true });
    const shifts: number[] = [];
    log.onShift((rows) => shifts.push(rows));
    log.refresh();
    await settled();
    log.see(50, 90);
    await settled();
    state.shas = ['n1', 'n2', ...state.shas];
    log.refresh();
    expect(log.rowAt(50)?.commit.sha).toBe('c50');
    await settled();
    expect(shifts).toEqual([2]);
    expect(log.rowAt(52)?.commit.sha).toBe('c50');
    expect(log.indexOf('c50')).toBe(52);
    log.see(0, 40);
    await settled();
    state.shas = ['n0', ...state.shas];
    log.refresh();
    await settled();
    expect(shifts).toEqual([2]);
    expect(log.rowAt(0)?.commit.sha).toBe('n0');
  });

  it('asks again for its order once the engine has walked the history', async () => {
    const { state, ask } = history(named(500), { walked: false });
    const log = new LogWindow({ ask, graph: true });
    log.refresh();
    log.see(0, 40);
    await settled();
    expect(log.total).toBeNull();
    expect(log.count).toBe(201);
    state.walked = true;
    state.shas = state.shas.with(1, 'c2').with(2, 'c1');
    await vi.advanceTimersByTimeAsync(1000);
    expect(log.total).toBe(500);
    expect(log.rowAt(1)?.commit.sha).toBe('c2');
    const calls = state.asked.length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(state.asked.length).toBe(calls);
  });

  it('grows page by page where a filter does not know its end', async () => {
    const { state, ask } = history(named(450), { walked: false });
    const log = new LogWindow({ ask, graph: false });
    log.refresh();
    await settled();
    expect(log.count).toBe(201);
    log.see(180, 200);
    await settled();
    expect(log.count).toBe(401);
    log.see(380, 400);
    await settled();
    expect(log.count).toBe(450);
    expect(log.rowAt(10)).toMatchObject({ column: null, pieces: [] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(state.asked).toEqual([0, 200, 400]);
  });

  it('shows a problem once, and asks again when it is told to', async () => {
    const { state, ask } = history(named(10));
    state.failing = true;
    const log = new LogWindow({ ask, graph: true });
    log.refresh();
    await settled();
    expect(log.problem?.code).toBe('failed.timeout');
    log.see(0, 5);
    await settled();
    expect(state.asked).toEqual([0]);
    state.failing = false;
    log.refresh();
    await settled();
    expect(log.problem).toBeNull();
    expect(log.count).toBe(10);
  });

  it('names ranges that are not held, within a bound', async () => {
    const { ask } = history(named(5000));
    const log = new LogWindow({ ask, graph: true });
    log.refresh();
    await settled();
    expect(await log.names(3, 5)).toEqual(['c3', 'c4', 'c5']);
    expect(await log.names(198, 203)).toEqual(named(6, 198));
    expect(await log.names(0, 4999)).toHaveLength(rangeMax);
  });

  it('changes nothing once it is closed', async () => {
    const { ask } = history(named(10), { walked: false });
    const log = new LogWindow({ ask, graph: true });
    log.refresh();
    await settled();
    const version = log.version();
    log.refresh();
    log.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.version()).toBe(version);
  });
});
