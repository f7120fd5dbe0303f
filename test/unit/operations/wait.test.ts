import { describe, expect, it } from 'vitest';
import type { StepPlan } from '../../../shared/domain/operation.ts';
import { decide } from '../../../shared/operations/decide.ts';
import type { JournalEntry } from '../../../shared/operations/journal.ts';

const step = (id: string, waitMs?: number): StepPlan => ({
  id,
  type: id,
  title: id,
  input: null,
  commits: false,
  ...(waitMs === undefined ? {} : { waitMs }),
});
const steps = [step('shift.5'), step('shift.25', 30_000)];
const done = (id: string, at: number): JournalEntry[] => [
  { type: 'intent', step: id, direction: 'forward', attempt: 1, at },
  { type: 'outcome', step: id, direction: 'forward', attempt: 1, at, result: { kind: 'done', data: null } },
];

describe('a step that waits', () => {
  it('wakes at a time that the journal knows, whichever engine looks', () => {
    expect(decide(steps, done('shift.5', 1000), 1000)).toEqual({ do: 'wait', until: 31_000 });
    expect(decide(steps, done('shift.5', 1000), 30_999)).toEqual({ do: 'wait', until: 31_000 });
    expect(decide(steps, done('shift.5', 1000), 31_000)).toMatchObject({ do: 'run', step: { id: 'shift.25' } });
  });

  it('does not wait longer because a clock was set back', () => {
    expect(decide(steps, done('shift.5', 5_000_000), 1000)).toMatchObject({ do: 'run', step: { id: 'shift.25' } });
  });

  it('gives way to an abort at once', () => {
    const entries: JournalEntry[] = [...done('shift.5', 1000), { type: 'abort', by: 'ada', why: null, at: 2000 }];
    expect(decide(steps, entries, 2000)).toMatchObject({ do: 'run', direction: 'undo', step: { id: 'shift.5' } });
  });

  it('is not waited for again after it was interrupted', () => {
    const entries: JournalEntry[] = [
      ...done('shift.5', 1000),
      { type: 'intent', step: 'shift.25', direction: 'forward', attempt: 1, at: 31_000 },
    ];
    expect(decide(steps, entries, 31_001)).toMatchObject({ do: 'probe', step: { id: 'shift.25' } });
  });
});
