/** The journal at the edge: every transaction of an operation's life, with its lease and its events. */
import { isOpen, type Direction, type OperationStatus, type StepPlan } from '../../shared/domain/operation.ts';
import { isCommitted } from '../../shared/operations/decide.ts';
import type { StepResult } from '../../shared/operations/journal.ts';
import { fail, type Json, type Problem } from '../../shared/problem.ts';
import { maskedProblem } from '../secrets/mask.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Publisher } from './publish.ts';
import type { Store } from '../store/store.ts';

export interface Journal {
  /** The operation with its lease and first events in one transaction; an earlier one with the same key is given back instead. */
  begin(
    operation: Omit<StoredOperation, 'problem' | 'endedAt' | 'status'>,
    also: (append: Parameters<Parameters<Publisher['commit']>[0]>[0]) => void,
  ): { operation: StoredOperation; fresh: boolean };
  /** Takes the lease of an operation that an engine before this one left behind. */
  takeOver(operation: StoredOperation): void;
  /** False when the intent must not be: somebody aborted in the meantime. */
  intend(operation: StoredOperation, step: StepPlan, direction: Direction, attempt: number): boolean;
  outcome(operation: StoredOperation, step: StepPlan, direction: Direction, attempt: number, result: StepResult): void;
  requestAbort(id: string, by: string, why: string | null): StoredOperation;
  requestResume(id: string, by: string): StoredOperation;
  setStatus(operation: StoredOperation, status: OperationStatus, problem: Problem | null): void;
  finish(operation: StoredOperation, status: 'done' | 'failed' | 'aborted', problem: Problem | null): void;
  /** Throws `conflict.fenced` when another owner took the lease. */
  fence(operation: StoredOperation): void;
}

/** `owner` names this run of the engine; `mask` takes secrets out of the problems that are kept. */
export function journalOn(
  store: Store,
  publisher: Publisher,
  owner: string,
  now: () => number,
  mask: (text: string) => string = (text) => text,
): Journal {
  const fences = new Map<string, number>();
  const tag = (operation: StoredOperation) => ({
    project: operation.project,
    environment: operation.environment,
    operation: operation.id,
  });

  const fence = (operation: StoredOperation): void => {
    const lease = store.operations.lease(operation.project, operation.scope);
    if (
      !lease ||
      lease.operation !== operation.id ||
      lease.owner !== owner ||
      lease.fence !== fences.get(operation.id)
    ) {
      throw fail('conflict.fenced', 'Another engine took this operation over.', {
        hint: 'This one does nothing more with it.',
      });
    }
  };

  const mustGet = (id: string): StoredOperation => {
    const operation = store.operations.get(id);
    if (!operation)
      throw fail('usage.no-such-operation', `There is no operation “${id}”.`, {
        hint: 'slipway operations lists them.',
      });
    return operation;
  };

  return {
    fence,

    begin: (operation, also) =>
      publisher.commit((append) => {
        const earlier = store.operations.byKey(operation.project, operation.key);
        if (earlier) return { operation: earlier, fresh: false };
        const open = store.operations.openInScope(operation.project, operation.scope);
        if (open)
          throw fail('conflict.environment-busy', `“${open.title}” (${open.id}) is at work there.`, {
            hint: 'Wait for it, or abort it.',
            retry: true,
            details: { operation: open.id },
          });
        store.operations.insert({ ...operation, status: 'running' });
        fences.set(operation.id, store.operations.takeLease(operation.project, operation.scope, operation.id, owner));
        append({
          type: 'operation.started',
          ...tag({ ...operation, status: 'running', problem: null, endedAt: null }),
          by: operation.by,
          data: {
            title: operation.title,
            kind: operation.kind,
            release: operation.release,
            revision: operation.revision,
            why: operation.why,
          },
        });
        also(append);
        return { operation: mustGet(operation.id), fresh: true };
      }),

    takeOver(operation) {
      publisher.commit(() => {
        fences.set(operation.id, store.operations.takeLease(operation.project, operation.scope, operation.id, owner));
      });
    },

    intend: (operation, step, direction, attempt) =>
      publisher.commit((append) => {
        fence(operation);
        // Checked inside the transaction: an abort that was acknowledged before it can no longer be overtaken.
        if (
          direction === 'forward' &&
          !isCommitted(operation.plan.steps, store.operations.journal(operation.id)) &&
          hasAbort(store, operation.id)
        )
          return false;
        store.operations.append(operation.id, { type: 'intent', step: step.id, direction, attempt, at: now() });
        store.operations.setStatus(operation.id, 'running', null, null);
        append({ type: 'step.intent', ...tag(operation), by: 'slipway', data: { step: step.id, direction, attempt } });
        return true;
      }),

    outcome(operation, step, direction, attempt, found) {
      const result = 'problem' in found ? { ...found, problem: maskedProblem(found.problem, mask) } : found;
      publisher.commit((append) => {
        fence(operation);
        store.operations.append(operation.id, {
          type: 'outcome',
          step: step.id,
          direction,
          attempt,
          at: now(),
          result,
        });
        const data: Record<string, Json> = { step: step.id, direction, attempt, result: result.kind };
        if ('problem' in result) data['problem'] = { code: result.problem.code, message: result.problem.message };
        append({ type: 'step.outcome', ...tag(operation), by: 'slipway', data });
      });
    },

    requestAbort: (id, by, why) =>
      publisher.commit((append) => {
        const operation = mustGet(id);
        if (!isOpen(operation.status))
          throw fail('conflict.ended', `“${operation.title}” has ended (${operation.status}).`, {
            hint: 'There is nothing left to abort.',
          });
        if (hasAbort(store, id)) return operation;
        if (isCommitted(operation.plan.steps, store.operations.journal(id))) {
          throw fail(
            'conflict.too-late',
            `“${operation.title}” is already the truth: what it brought is recorded as running.`,
            { hint: 'Roll back instead.' },
          );
        }
        store.operations.append(id, { type: 'abort', by, why, at: now() });
        append({ type: 'operation.abort', ...tag(operation), by, data: { why } });
        return operation;
      }),

    requestResume: (id, by) =>
      publisher.commit((append) => {
        const operation = mustGet(id);
        if (operation.status !== 'needs-attention')
          throw fail('conflict.not-waiting', `“${operation.title}” does not wait for anybody (${operation.status}).`, {
            hint: isOpen(operation.status) ? 'It goes on by itself.' : 'Start a new one.',
          });
        store.operations.append(id, { type: 'resume', by, at: now() });
        store.operations.setStatus(id, 'running', null, null);
        append({ type: 'operation.resume', ...tag(operation), by });
        return mustGet(id);
      }),

    setStatus(operation, status, problem) {
      publisher.commit((append) => {
        fence(operation);
        store.operations.setStatus(operation.id, status, problem, null);
        if (status === 'needs-attention')
          append({
            type: 'operation.attention',
            ...tag(operation),
            by: 'slipway',
            data: problem ? { code: problem.code, message: problem.message } : {},
          });
      });
    },

    finish(operation, status, problem) {
      publisher.commit((append) => {
        fence(operation);
        const at = now();
        store.operations.setStatus(operation.id, status, problem, at);
        store.operations.releaseLease(operation.project, operation.scope, fences.get(operation.id) ?? 0);
        if (status !== 'done' && operation.environment !== null && operation.revision !== null) {
          const outcome = status === 'failed' ? 'failed' : 'undone';
          store.revisions.setEnded(operation.project, operation.environment, operation.revision, outcome, at);
          append({
            type: `revision.${outcome}`,
            ...tag(operation),
            by: 'slipway',
            data: { revision: operation.revision, release: operation.release },
          });
        }
        append({
          type: 'operation.finished',
          ...tag(operation),
          by: 'slipway',
          data: { status, ...(problem ? { problem: { code: problem.code, message: problem.message } } : {}) },
        });
      });
      fences.delete(operation.id);
    },
  };
}

const hasAbort = (store: Store, id: string): boolean =>
  store.operations.journal(id).some((entry) => entry.type === 'abort');
