/** Where a rollout stands, and what may be asked of it: from its plan and its journal alone. */
import type { Direction, OperationStatus, StepPlan } from '../domain/operation.ts';
import { isOpen } from '../domain/operation.ts';
import type { RolloutState } from '../domain/rollout.ts';
import { controlOf } from '../operations/control.ts';
import { isCommitted, recordsOf } from '../operations/decide.ts';
import type { JournalEntry } from '../operations/journal.ts';
import { directionOf } from '../operations/reduce.ts';
import { problemOf, type Problem } from '../problem.ts';

type Stop = RolloutState['stops'][number];
type Can = RolloutState['can'];

/** The types of the steps that move traffic, and that wait and watch before the next. */
const shifts = 'traffic.shift';
const watches = 'rollout.watch';

/** The stops of a plan: each shift of traffic, and how long it stays there before the next step. */
export function stopsOf(steps: readonly StepPlan[]): Stop[] {
  return steps.flatMap((step, index) => {
    if (step.type !== shifts) return [];
    const watch = watchAfter(steps, index);
    return [
      { step: step.id, share: numberIn(step, 'to') ?? 100, holdMs: watch ? (numberIn(watch, 'holdMs') ?? 0) : 0 },
    ];
  });
}

/** The step that watches what the shift at `index` brought; none when the traffic moves on first. */
function watchAfter(steps: readonly StepPlan[], index: number): StepPlan | undefined {
  const next = steps.slice(index + 1).find(({ type }) => type === shifts || type === watches);
  return next?.type === watches ? next : undefined;
}

interface RolloutProgress {
  readonly stops: Stop[];
  readonly at: number;
  readonly holdsUntil: number | null;
  readonly paused: RolloutState['paused'];
  readonly can: Can;
}

/** The part of a rollout's state that the front need not be asked for. Times are epoch milliseconds. */
export function progressOf(
  steps: readonly StepPlan[],
  entries: readonly JournalEntry[],
  status: OperationStatus,
): RolloutProgress {
  const forward = recordsOf(entries, 'forward');
  const undone = recordsOf(entries, 'undo');
  const stops = stopsOf(steps);
  const at = stops.findLastIndex(
    ({ step }) => forward.get(step)?.state === 'done' && undone.get(step)?.state !== 'done',
  );
  const { paused } = controlOf(entries);
  const direction = directionOf(steps, entries);
  const goesOn = isOpen(status) && direction === 'forward';
  const watch = openWatch(steps, forward);
  const startedAt = watch ? (forward.get(watch.id)?.startedAt ?? null) : null;
  const holdMs = watch ? (numberIn(watch, 'holdMs') ?? 0) : 0;
  return {
    stops,
    at,
    holdsUntil: goesOn && !paused && startedAt !== null && holdMs > 0 ? startedAt + holdMs : null,
    paused: isOpen(status) ? paused : null,
    can: canOf(steps, entries, status, direction),
  };
}

const openWatch = (steps: readonly StepPlan[], forward: ReturnType<typeof recordsOf>): StepPlan | undefined =>
  steps.find((step) => step.type === watches && ['open', 'absent'].includes(forward.get(step.id)?.state ?? 'none'));

function canOf(
  steps: readonly StepPlan[],
  entries: readonly JournalEntry[],
  status: OperationStatus,
  direction: Direction,
): Can {
  const { paused, promoted } = controlOf(entries);
  const closed = closedBecause(steps, entries, status, direction);
  const may = (reason: Problem | null) => ({ possible: reason === null, reason });
  return {
    pause: may(closed ?? (promoted ? alreadyPromoted : paused ? alreadyPaused : null)),
    proceed: may(closed ?? (paused ? null : notPaused)),
    promote: may(closed ?? (promoted ? alreadyPromoted : null)),
  };
}

/** Why nothing can be asked of it any more. */
function closedBecause(
  steps: readonly StepPlan[],
  entries: readonly JournalEntry[],
  status: OperationStatus,
  direction: Direction,
): Problem | null {
  if (!isOpen(status))
    return refusal('conflict.ended', 'The rollout has ended.', 'There is nothing left to hold or hurry.');
  if (direction === 'undo') return refusal('conflict.going-back', 'The rollout is going back.', 'Wait for its end.');
  const forward = recordsOf(entries, 'forward');
  const left = steps.some((step) => step.type === watches && forward.get(step.id)?.state !== 'done');
  if (isCommitted(steps, entries) || !left)
    return refusal('conflict.too-late', 'The rollout waits nowhere any more.', 'Roll back to leave what it brought.');
  return null;
}

const refusal = (code: Problem['code'], message: string, hint: string): Problem => problemOf(code, message, { hint });
const alreadyPaused = refusal('conflict.already-paused', 'The rollout is paused already.', 'Proceed lets it go on.');
const notPaused = refusal('conflict.not-paused', 'The rollout is not paused.', 'It goes on by itself.');
const alreadyPromoted = refusal(
  'conflict.already-promoted',
  'All traffic is on its way to the new release already.',
  'Abort goes back.',
);

function numberIn({ input }: StepPlan, name: string): number | null {
  const value = typeof input === 'object' && input !== null && !Array.isArray(input) ? input[name] : null;
  return typeof value === 'number' ? value : null;
}
