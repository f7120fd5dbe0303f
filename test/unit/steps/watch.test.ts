import { expect, it } from 'vitest';
import { rolloutWatch } from '../../../electron/steps/rollout-watch.ts';
import type { JournalEntry } from '../../../shared/operations/journal.ts';
import { artifact, contextOf, deployment, memoryTarget, side } from './memory-target.ts';

/** A watch of nothing but what people ask; `at` names a crash point, at which something may happen. */
function watched(journal: JournalEntry[], holdMs: number, at: (point: string) => void = () => undefined) {
  const looks: number[] = [];
  const operations = {
    get: () => null,
    journal: () => {
      looks.push(performance.now());
      return [...journal];
    },
  };
  const context = {
    ...contextOf(deployment({ next: side(2, [artifact('web')]) }), memoryTarget().target),
    step: { id: 'rollout.watch.5', input: { share: 5, holdMs } },
    store: { operations, verifications: { open: () => [] } },
    now: () => 0,
    crashPoint: at,
  };
  return { looks, ended: rolloutWatch.run(context as unknown as Parameters<typeof rolloutWatch.run>[0]) };
}
const asked = (type: 'pause' | 'promote'): JournalEntry => ({ type, by: 'ada', why: null, at: 0 });

it('a rollout that is held beyond its time is looked at now and then', async () => {
  const journal = [asked('pause')];
  const { looks, ended } = watched(journal, 20);
  await new Promise((resolve) => setTimeout(resolve, 600));
  journal.push(asked('promote'));
  expect(await ended).toEqual({ promoted: true });
  expect(looks.length).toBeLessThan(12);
});

it('a pause that comes while the last checks are being ended holds', async () => {
  const journal: JournalEntry[] = [];
  const { ended } = watched(journal, 20, (point) => {
    if (point === 'rollout.watch.judged' && journal.length === 0) journal.push(asked('pause'));
  });
  setTimeout(() => journal.push(asked('promote')), 300);
  expect(await ended).toEqual({ promoted: true });
});
