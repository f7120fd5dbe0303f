import { describe, expect, it } from 'vitest';
import type { Verification } from '../../../shared/domain/rollout.ts';
import { undoWatching } from '../../../electron/steps/watching.ts';
import { project, seeded } from './setting.ts';

const environment = 'qa';
const verification = (id: string, given: Partial<Verification> = {}): Verification => ({
  id,
  environment,
  revision: 1,
  cause: 'rollout',
  operation: 'o',
  by: 'ada',
  startedAt: 1,
  endedAt: 2,
  verdict: 'passed',
  checks: [],
  ...given,
});

describe('verifications', () => {
  it('say what was found last, also when a watch goes on that had said its last word', () => {
    const { verifications } = seeded();
    verifications.keep(project, verification('o.watch'), true);
    verifications.keep(project, verification('o.watch', { verdict: 'unjudged' }), false);
    expect(verifications.list(project, environment, undefined, 9)).toEqual([]);
    verifications.keep(project, verification('o.watch', { verdict: 'failed' }), true);
    expect(verifications.list(project, environment, undefined, 9)).toMatchObject([{ verdict: 'failed' }]);
  });

  it('of a schedule displace none of a deployment', () => {
    const store = seeded();
    store.transact(() => {
      store.verifications.keep(project, verification('o.watch'), true);
      for (let index = 0; index < 510; index += 1) {
        const alone = { cause: 'schedule' as const, operation: null, endedAt: 10 + index };
        store.verifications.keep(project, verification(`alone-${String(index)}`, alone), true);
      }
    });
    const kept = store.verifications.list(project, environment, undefined, 1000);
    expect(kept.length).toBe(501);
    expect(kept.at(-1)?.id).toBe('o.watch');
  });

  it('that are left open when a deployment goes back are ended, and decide nothing', async () => {
    const store = seeded();
    store.verifications.keep(project, verification('o.watch'), false);
    store.verifications.keep(project, verification('o.other'), false);
    const told: unknown[] = [];
    const context = {
      store,
      operation: { id: 'o', project, by: 'ada' },
      step: { id: 'watch' },
      plan: { environment },
      now: () => 7,
      commit: (work: (append: (event: unknown) => void) => void) => work((event) => told.push(event)),
      seen: () => undefined,
    } as unknown as Parameters<typeof undoWatching>[0];
    await undoWatching(context);
    await undoWatching(context);
    expect(store.verifications.list(project, environment, undefined, 9)).toEqual([
      verification('o.watch', { verdict: 'unjudged', endedAt: 7 }),
    ]);
    expect(told).toMatchObject([{ type: 'verification.finished', data: { verdict: 'unjudged' } }]);
  });
});
