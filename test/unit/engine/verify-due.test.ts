import { afterEach, expect, it, vi } from 'vitest';
import type { Engine } from '../../../electron/engine/engine.ts';
import { verifyDue } from '../../../electron/engine/verify-due.ts';
import type { OpenProject } from '../../../electron/engine/workspace.ts';

afterEach(() => vi.useRealTimers());

it('the schedule is kept also when the clock is set back', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const hour = 3_600_000;
  let now = 100 * hour;
  let began = 0;
  const engine = {
    now: () => now,
    store: {
      readOnlyBecause: null,
      revisions: { allRunning: () => [{ project: 'p', environment: 'qa', number: 1, runningAt: now - 4000 }] },
      verifications: { lastEnd: () => 100 * hour - 6000 },
      operations: { openInScope: () => null, lease: () => null },
    },
  } as unknown as Engine;
  const verify = { every: '10s', checks: [] };
  const open = {
    project: { id: 'p' },
    configuration: async () => ({ configuration: { environments: { qa: { verify } } } }),
    requireConfiguration: () => {
      began += 1;
      return Promise.reject(new Error('That is all that is asked here.'));
    },
  } as unknown as OpenProject;
  const after = async (ms: number): Promise<number> => {
    vi.advanceTimersByTime(ms);
    now += ms;
    await verifyDue(engine, open);
    await new Promise((resolve) => setImmediate(resolve));
    return began;
  };
  expect(await after(0)).toBe(0);
  now -= 50 * hour;
  expect(await after(3000)).toBe(0);
  expect(await after(3000)).toBe(1);
  expect(await after(3000)).toBe(1);
  expect(await after(9000)).toBe(2);
});
