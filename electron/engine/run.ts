/** Drives one operation: decide, act, record, until it ends or a person must look. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Direction, StepPlan } from '../../shared/domain/operation.ts';
import {
  decide,
  defaultRetryPolicy,
  recordsOf,
  type Action,
  type RetryPolicy,
} from '../../shared/operations/decide.ts';
import type { StepResult } from '../../shared/operations/journal.ts';
import { fail, problemFrom, type Problem } from '../../shared/problem.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Store } from '../store/store.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Journal } from './journal.ts';
import type { Probe, Step, StepContext } from '../steps/step.ts';

export interface Runtime {
  readonly store: Store;
  readonly journal: Journal;
  readonly now: () => number;
  readonly crashPoint: CrashPoints;
  readonly retry?: RetryPolicy;
  stepOf(type: string): Step<Plan>;
  /** Everything a step may use; made anew for each attempt, so that a target that came back is found again. */
  contextOf(operation: StoredOperation, step: StepPlan, signal: AbortSignal): Promise<StepContext<Plan>>;
  /** Called after everything that a person could see move. */
  moved(operation: StoredOperation, step: StepPlan | null, note: string | null): void;
  say(operation: StoredOperation, step: StepPlan | null, text: string, stream: 'note' | 'err'): void;
}

/** Signals of one driven operation: `stop` ends the driving (the engine closes), `cancel` is an abort by a person. */
export interface Signals {
  readonly stop: AbortSignal;
  readonly cancel: AbortSignal;
  readonly wake: { wait(ms: number): Promise<void> };
}

/** Resolves when the operation ended, needs attention, or the engine stops. Never rejects but for faults of the store. */
export async function drive(runtime: Runtime, id: string, signals: Signals): Promise<void> {
  while (!signals.stop.aborted) {
    const operation = runtime.store.operations.get(id);
    if (!operation) return;
    const action = decide(
      operation.plan.steps,
      runtime.store.operations.journal(id),
      runtime.now(),
      runtime.retry ?? defaultRetryPolicy,
    );
    if (!(await act(runtime, operation, action, signals))) return;
  }
}

/** Answers whether there is more to do. */
async function act(runtime: Runtime, operation: StoredOperation, action: Action, signals: Signals): Promise<boolean> {
  switch (action.do) {
    case 'run':
      await attempt(runtime, operation, action.step, action.direction, action.attempt, signals);
      return true;
    case 'probe':
      await probe(runtime, operation, action.step, action.attempt, signals);
      return true;
    case 'wait':
      if (operation.status !== 'waiting') {
        runtime.journal.setStatus(operation, 'waiting', null);
        runtime.moved(operation, null, 'waiting');
      }
      await signals.wake.wait(action.until - runtime.now());
      return true;
    case 'attention':
      runtime.journal.setStatus(operation, 'needs-attention', action.problem);
      runtime.say(operation, null, `Needs attention: ${action.problem.message}`, 'err');
      runtime.moved(operation, null, null);
      return false;
    case 'finish':
      runtime.journal.finish(operation, action.status, action.problem);
      runtime.crashPoint('operation.finished');
      runtime.say(operation, null, endingOf(action.status, action.problem), action.status === 'done' ? 'note' : 'err');
      runtime.moved(operation, null, null);
      return false;
  }
}

const endingOf = (status: string, problem: Problem | null): string =>
  problem ? `${status}: ${problem.message}` : status;

async function attempt(
  runtime: Runtime,
  operation: StoredOperation,
  step: StepPlan,
  direction: Direction,
  number: number,
  signals: Signals,
): Promise<void> {
  if (!runtime.journal.intend(operation, step, direction, number)) return;
  const name = direction === 'forward' ? step.type : `${step.type}.undo`;
  runtime.crashPoint(`${name}.intent`);
  runtime.moved(operation, step, null);
  runtime.say(operation, step, direction === 'forward' ? step.title : `Undo: ${step.title}`, 'note');
  const result = await perform(runtime, operation, step, direction, signals);
  if (signals.stop.aborted) return; // The engine closes in the middle of it: the open intent is probed at the next start.
  runtime.crashPoint(`${name}.effect`);
  runtime.journal.outcome(operation, step, direction, number, result);
  runtime.crashPoint(`${name}.outcome`);
  if (result.kind === 'failed') runtime.say(operation, step, result.problem.message, 'err');
  runtime.moved(operation, step, null);
}

async function perform(
  runtime: Runtime,
  operation: StoredOperation,
  step: StepPlan,
  direction: Direction,
  signals: Signals,
): Promise<StepResult> {
  const signal =
    direction === 'forward' && !step.commits ? AbortSignal.any([signals.stop, signals.cancel]) : signals.stop;
  try {
    const context = await runtime.contextOf(operation, step, signal);
    const implementation = runtime.stepOf(step.type);
    runtime.journal.fence(operation);
    if (direction === 'forward') return { kind: 'done', data: await implementation.run(context) };
    await implementation.undo(context);
    return { kind: 'done', data: null };
  } catch (error) {
    const problem = problemFrom(error);
    return { kind: 'failed', problem, transient: problem.retry };
  }
}

/** An engine that is away cannot be asked: patience first, a person only after that. */
async function probe(
  runtime: Runtime,
  operation: StoredOperation,
  step: StepPlan,
  number: number,
  signals: Signals,
): Promise<void> {
  const policy = runtime.retry ?? defaultRetryPolicy;
  runtime.say(operation, step, `Interrupted in “${step.title}”: looking at what came of it`, 'note');
  for (let round = 1; !signals.stop.aborted; round += 1) {
    const result = await look(runtime, operation, step, signals);
    if (signals.stop.aborted) return;
    if (result.kind !== 'failed' || round >= policy.maxAttempts) {
      runtime.say(operation, step, `Found: ${result.kind}`, 'note');
      runtime.journal.outcome(
        operation,
        step,
        'forward',
        number,
        result.kind === 'failed' ? { kind: 'unknown', problem: result.problem } : result,
      );
      runtime.crashPoint(`${step.type}.probed`);
      return;
    }
    await sleep(Math.min(policy.maxPauseMs, policy.firstPauseMs * 2 ** (round - 1)), undefined, {
      signal: signals.stop,
    }).catch(() => undefined);
  }
}

/** What a probe finds; `failed` when the world could not be asked now. */
async function look(
  runtime: Runtime,
  operation: StoredOperation,
  step: StepPlan,
  signals: Signals,
): Promise<StepResult> {
  try {
    return resultOf(await runtime.stepOf(step.type).probe(await runtime.contextOf(operation, step, signals.stop)));
  } catch (error) {
    const problem = problemFrom(error);
    return problem.retry ? { kind: 'failed', problem, transient: true } : { kind: 'unknown', problem };
  }
}

const resultOf = (found: Probe): StepResult =>
  found.state === 'done'
    ? { kind: 'done', data: found.data }
    : found.state === 'absent'
      ? { kind: 'absent' }
      : { kind: 'unknown', problem: found.problem };

/** What an earlier step of the operation recorded. */
export function dataOf(store: Store, operation: string, step: string) {
  return recordsOf(store.operations.journal(operation), 'forward').get(step)?.data ?? null;
}

/** For steps: rejects with the one problem that means “a person cancelled”. */
export function cancelled(): Error {
  return fail('failed.cancelled', 'It was cancelled.');
}
