/**
 * What an operation does next, from its plan and its journal alone. Pure: the engine calls it after every entry, also
 * after a crash, so that there is one way to go on and no memory outside the journal.
 *
 * Rules: steps run in order; an intent without an outcome is probed; a transient failure is tried again after a growing pause; any other failure before the
 * committing step turns the direction to undo; after it, it asks for attention; an abort counts only before the committing step has begun; what began to be undone is undone to the end.
 * Undo goes in reverse over every step that was ever intended, and each undo is idempotent, so an interrupted one
 * simply runs again.
 */
import { problemOf, type Json, type Problem } from '../problem.ts';
import type { Direction, StepPlan } from '../domain/operation.ts';
import type { JournalEntry } from './journal.ts';

export interface RetryPolicy {
  readonly maxAttempts: number;
  /** Pause before attempt n + 1 is `firstPauseMs * 2^(n-1)`, at most `maxPauseMs`. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

/** Up to two minutes of patience: an engine that restarts is back by then. */
export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 9, firstPauseMs: 500, maxPauseMs: 30_000 };

export type Action =
  | { readonly do: 'run'; readonly step: StepPlan; readonly direction: Direction; readonly attempt: number }
  | { readonly do: 'probe'; readonly step: StepPlan; readonly attempt: number }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'attention'; readonly problem: Problem }
  | { readonly do: 'finish'; readonly status: 'done' | 'failed' | 'aborted'; readonly problem: Problem | null };

/** What the journal says of one step in one direction. */
export interface StepRecord {
  readonly state: 'none' | 'open' | 'done' | 'failed' | 'absent' | 'unknown';
  /** Intents since the last resume that did not turn out absent. */
  readonly attempts: number;
  readonly lastAttempt: number;
  readonly problem: Problem | null;
  readonly transient: boolean;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly data: Json;
  /** Whether a person asked to go on after this record's last entry. */
  readonly resumed: boolean;
}

const nothing: StepRecord = {
  state: 'none',
  attempts: 0,
  lastAttempt: 0,
  problem: null,
  transient: false,
  startedAt: null,
  endedAt: null,
  data: null,
  resumed: false,
};

/** Folds the journal into one record a step, for one direction. */
export function recordsOf(entries: readonly JournalEntry[], direction: Direction): ReadonlyMap<string, StepRecord> {
  const records = new Map<string, StepRecord>();
  for (const entry of entries) {
    if (entry.type === 'resume') {
      for (const [step, record] of records) records.set(step, { ...record, resumed: true, attempts: 0 });
    }
    if ((entry.type !== 'intent' && entry.type !== 'outcome') || entry.direction !== direction) continue;
    const record = records.get(entry.step) ?? nothing;
    records.set(entry.step, entry.type === 'intent' ? begun(record, entry.attempt, entry.at) : ended(record, entry));
  }
  return records;
}

function begun(record: StepRecord, attempt: number, at: number): StepRecord {
  return {
    ...record,
    state: 'open',
    attempts: record.attempts + 1,
    lastAttempt: attempt,
    startedAt: record.startedAt ?? at,
    endedAt: null,
    resumed: false,
  };
}

function ended(record: StepRecord, entry: JournalEntry & { type: 'outcome' }): StepRecord {
  const { result, at } = entry;
  const base = { ...record, endedAt: at, problem: null, transient: false, resumed: false };
  switch (result.kind) {
    case 'done':
      return { ...base, state: 'done', data: result.data };
    case 'absent':
      return { ...base, state: 'absent', attempts: Math.max(0, record.attempts - 1) };
    case 'failed':
      return { ...base, state: 'failed', problem: result.problem, transient: result.transient };
    case 'unknown':
      return { ...base, state: 'unknown', problem: result.problem };
  }
}

/** Whether the committing step has begun: from then on an abort is too late. */
export function isCommitted(steps: readonly StepPlan[], entries: readonly JournalEntry[]): boolean {
  const records = recordsOf(entries, 'forward');
  return steps.some(
    (step) => step.commits && ['open', 'done', 'unknown'].includes(records.get(step.id)?.state ?? 'none'),
  );
}

/** Whether stages of a pipeline are left after the committing step: an abort ends those, and undoes nothing. */
export function hasLateStages(steps: readonly StepPlan[], entries: readonly JournalEntry[]): boolean {
  const records = recordsOf(entries, 'forward');
  const committing = steps.findIndex((step) => step.commits);
  return steps.some(
    (step, index) =>
      committing >= 0 && index > committing && step.type === 'stages.run' && records.get(step.id)?.state !== 'done',
  );
}

/** The next action. `now` and all times are epoch milliseconds. */
export function decide(
  steps: readonly StepPlan[],
  entries: readonly JournalEntry[],
  now: number,
  policy: RetryPolicy = defaultRetryPolicy,
): Action {
  const forward = recordsOf(entries, 'forward');
  const committed = isCommitted(steps, entries);
  const aborted = !committed && entries.some((entry) => entry.type === 'abort');
  const undoing = entries.some((entry) => entry.type === 'intent' && entry.direction === 'undo');
  const failure = committed ? null : finalFailure(steps, forward, undoing, policy);
  if (aborted || failure)
    return undoNext(steps, forward, recordsOf(entries, 'undo'), now, policy, aborted ? null : failure);
  return forwardNext(steps, forward, now, policy);
}

/**
 * The failure that turns the direction. Once something was undone there is no way forward any more: a resume, which
 * gives every step its patience back, must not make a failure that was final a passing one again.
 */
function finalFailure(
  steps: readonly StepPlan[],
  forward: ReadonlyMap<string, StepRecord>,
  undoing: boolean,
  policy: RetryPolicy,
): Problem | null {
  for (const step of steps) {
    const record = forward.get(step.id);
    if (record?.state === 'failed' && (undoing || !record.transient || record.attempts >= policy.maxAttempts))
      return record.problem;
  }
  return null;
}

function forwardNext(
  steps: readonly StepPlan[],
  records: ReadonlyMap<string, StepRecord>,
  now: number,
  policy: RetryPolicy,
): Action {
  for (const step of steps) {
    const record = records.get(step.id) ?? nothing;
    if (record.state !== 'done') return nextOf(step, 'forward', record, now, policy);
  }
  return { do: 'finish', status: 'done', problem: null };
}

function undoNext(
  steps: readonly StepPlan[],
  forward: ReadonlyMap<string, StepRecord>,
  undo: ReadonlyMap<string, StepRecord>,
  now: number,
  policy: RetryPolicy,
  failure: Problem | null,
): Action {
  for (const step of [...steps].reverse()) {
    if ((forward.get(step.id)?.state ?? 'none') === 'none') continue;
    const record = undo.get(step.id) ?? nothing;
    if (record.state === 'done') continue;
    return nextOf(step, 'undo', record, now, policy);
  }
  return { do: 'finish', status: failure ? 'failed' : 'aborted', problem: failure };
}

function nextOf(step: StepPlan, direction: Direction, record: StepRecord, now: number, policy: RetryPolicy): Action {
  const again: Action = { do: 'run', step, direction, attempt: record.lastAttempt + 1 };
  switch (record.state) {
    case 'none':
    case 'absent':
    case 'done':
      return again;
    case 'open':
      return direction === 'forward' ? { do: 'probe', step, attempt: record.lastAttempt } : again;
    case 'unknown':
      if (!record.resumed) return { do: 'attention', problem: record.problem ?? unexplained(step) };
      return direction === 'forward' ? { do: 'probe', step, attempt: record.lastAttempt } : again;
    case 'failed': {
      if (record.resumed) return again;
      if (!record.transient || record.attempts >= policy.maxAttempts)
        return { do: 'attention', problem: record.problem ?? unexplained(step) };
      const until = (record.endedAt ?? now) + pauseMs(record.attempts, policy);
      // A clock that was set back must not turn a pause of seconds into hours.
      return until <= now || until - now > policy.maxPauseMs ? again : { do: 'wait', until };
    }
  }
}

function pauseMs(attempts: number, policy: RetryPolicy): number {
  return Math.min(policy.maxPauseMs, policy.firstPauseMs * 2 ** Math.max(0, attempts - 1));
}

const unexplained = (step: StepPlan): Problem =>
  problemOf('attention.unknown-outcome', `Nobody can tell whether “${step.title}” took effect.`);
