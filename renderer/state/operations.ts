/** Operations as last heard of: snapshots from the engine, moved on by live events. */
import { isOpen, type Operation } from '../../shared/domain/operation.ts';
import type { LiveEvent } from '../../shared/api/events.ts';
import { engine } from '../transport/engine.ts';
import type { Slice } from './store.ts';

type OperationMoved = Extract<LiveEvent, { live: 'operation' }>;

export interface OperationsSlice {
  readonly operations: Readonly<Record<string, Operation>>;
  takeOperations(operations: readonly Operation[]): void;
  loadOperations(project: string): Promise<void>;
  loadOperation(operation: string): Promise<Operation>;
  /** Draws a live event in; answers whether the operation was known. */
  moveOperation(event: OperationMoved): boolean;
  abortOperation(operation: string, why?: string): Promise<void>;
  resumeOperation(operation: string): Promise<void>;
}

export const operationsSlice: Slice<OperationsSlice> = (set, get) => ({
  operations: {},
  takeOperations(operations) {
    if (operations.length === 0) return;
    set((state) => {
      const news = operations.filter((operation) => !isOutdated(operation, state.operations[operation.id]));
      return {
        operations: { ...state.operations, ...Object.fromEntries(news.map((operation) => [operation.id, operation])) },
      };
    });
  },
  async loadOperations(project) {
    get().takeOperations((await engine.call('operation.list', { project, limit: 50 })).operations);
  },
  async loadOperation(id) {
    const { operation } = await engine.call('operation.get', { operation: id });
    get().takeOperations([operation]);
    return operation;
  },
  moveOperation(event) {
    const operation = get().operations[event.operation];
    if (!operation) return false;
    get().takeOperations([moved(operation, event)]);
    return true;
  },
  async abortOperation(id, why) {
    get().takeOperations([
      (await engine.call('operation.abort', { operation: id, ...(why ? { why } : {}) })).operation,
    ]);
  },
  async resumeOperation(id) {
    get().takeOperations([(await engine.call('operation.resume', { operation: id })).operation]);
  },
});

/** Answers come in any order: one that was asked for before the end of an operation must not open it again. */
export const isOutdated = (operation: Operation, known: Operation | undefined): boolean =>
  known !== undefined && !isOpen(known.status) && isOpen(operation.status);

/** The operation after a live event. */
export function moved(operation: Operation, event: OperationMoved): Operation {
  const { step } = event;
  const steps = step ? operation.steps.map((known) => (known.id === step.id ? step : known)) : operation.steps;
  return { ...operation, status: event.status, steps };
}

/** Operations of a project: open ones first, then the newest. */
export function operationsOf(operations: Readonly<Record<string, Operation>>, project: string): Operation[] {
  return Object.values(operations)
    .filter((operation) => operation.project === project)
    .sort((a, b) => Number(isOpen(b.status)) - Number(isOpen(a.status)) || b.startedAt - a.startedAt);
}

/** How far an operation is: steps that are over, of all. */
export function progressOf(operation: Operation) {
  const over =
    operation.direction === 'undo'
      ? operation.steps.filter(
          (step) => step.status !== 'undone' && step.status !== 'pending' && step.status !== 'skipped',
        ).length
      : operation.steps.filter((step) => step.status === 'done' || step.status === 'skipped').length;
  const current =
    operation.steps.find((step) => step.status === 'running' || step.status === 'undoing') ??
    operation.steps.find((step) => step.status === 'failed' || step.status === 'unknown') ??
    operation.steps.find((step) => step.status === 'pending');
  const total = Math.max(1, operation.steps.length);
  return { over, total, current: current ?? null, percent: Math.round((100 * over) / total) };
}
