import { expect, it } from 'vitest';
import { leftOf } from '../../../electron/steps/rollout-watch.ts';
import type { JournalEntry } from '../../../shared/operations/journal.ts';

it('a hold is counted from its beginning in the journal, whichever engine looks and however the clock is set', () => {
  const intent = (attempt: number, at: number): JournalEntry => ({
    type: 'intent',
    step: 'rollout.watch.5',
    direction: 'forward',
    attempt,
    at,
  });
  const left = (now: number, journal: JournalEntry[] = [intent(1, 100_000)]): number => {
    const store = { operations: { journal: () => journal } };
    const context = { store, operation: { id: 'o' }, step: { id: 'rollout.watch.5' }, now: () => now };
    return leftOf(context as unknown as Parameters<typeof leftOf>[0], 30_000);
  };
  expect(left(100_000)).toBe(30_000);
  expect(left(120_000)).toBe(10_000);
  const absent: JournalEntry = {
    type: 'outcome',
    step: 'rollout.watch.5',
    direction: 'forward',
    attempt: 1,
    at: 125_000,
    result: { kind: 'absent' },
  };
  expect(left(125_000, [intent(1, 100_000), absent, intent(2, 125_000)])).toBe(5000);
  expect(left(500_000)).toBe(0);
  expect(left(1000)).toBe(30_000);
});
