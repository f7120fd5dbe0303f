/** What a person sees of an operation, derived from its plan and journal. */
import type { OperationStatus, StepPlan, StepState, Direction } from '../domain/operation.ts';
import { isOpen } from '../domain/operation.ts';
import { hasLateStages, isCommitted, recordsOf, type StepRecord } from './decide.ts';
import type { JournalEntry } from './journal.ts';

/** The state of every step, in plan order. */
export function stepStates(
  steps: readonly StepPlan[],
  entries: readonly JournalEntry[],
  status: OperationStatus,
): StepState[] {
  const forward = recordsOf(entries, 'forward');
  const undo = recordsOf(entries, 'undo');
  return steps.map((step) => {
    const record = forward.get(step.id);
    const undoing = undo.get(step.id);
    return {
      id: step.id,
      title: step.title,
      status: statusOf(record, undoing, status),
      attempts: record?.lastAttempt ?? 0,
      startedAt: record?.startedAt ?? null,
      endedAt: (undoing ?? record)?.endedAt ?? null,
      problem: undoing?.problem ?? record?.problem ?? null,
    };
  });
}

function statusOf(
  record: StepRecord | undefined,
  undo: StepRecord | undefined,
  status: OperationStatus,
): StepState['status'] {
  if (undo?.state === 'done') return record?.state === 'failed' ? 'failed' : 'undone';
  if (undo) return undo.state === 'unknown' || (undo.state === 'failed' && !isOpen(status)) ? 'unknown' : 'undoing';
  switch (record?.state) {
    case undefined:
    case 'none':
      return isOpen(status) ? 'pending' : 'skipped';
    case 'open':
    case 'absent':
      return 'running';
    case 'done':
      return 'done';
    case 'failed':
      return record?.transient && isOpen(status) ? 'running' : 'failed';
    case 'unknown':
      return 'unknown';
  }
}

/** The direction of travel: undo once an undo was intended, or an abort was accepted. */
export function directionOf(steps: readonly StepPlan[], entries: readonly JournalEntry[]): Direction {
  if (isCommitted(steps, entries)) return 'forward';
  return entries.some((entry) => entry.type === 'abort' || (entry.type === 'intent' && entry.direction === 'undo'))
    ? 'undo'
    : 'forward';
}

/** What may be asked of the operation now, each refusal with its reason. */
export function abilities(steps: readonly StepPlan[], entries: readonly JournalEntry[], status: OperationStatus) {
  const yes = { possible: true, reason: null };
  const no = (reason: string) => ({ possible: false, reason });
  const resume =
    status === 'needs-attention' ? yes : isOpen(status) ? no('It is going on by itself.') : no('It has ended.');
  const abort = !isOpen(status)
    ? no('It has ended.')
    : isCommitted(steps, entries)
      ? hasLateStages(steps, entries)
        ? entries.some((entry) => entry.type === 'abort')
          ? no('Its stages are being ended already.')
          : yes
        : no('What it brings is recorded already. Roll back, or undo it, instead.')
      : directionOf(steps, entries) === 'undo'
        ? no('It is being undone already.')
        : yes;
  return { resume, abort };
}
