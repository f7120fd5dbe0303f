/** The journal at the edge: every transaction of an operation's life, with its lease and its events. */
import type { Direction, OperationStatus, StepPlan } from '../../shared/domain/operation.ts';
import { isCommitted } from '../../shared/operations/decide.ts';
import type { StepResult } from '../../shared/operations/journal.ts';
import { engineName } from '../../shared/planning/automation.ts';
import { fail, type Json, type Problem } from '../../shared/problem.ts';
import { maskedProblem } from '../secrets/mask.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import { leasesOf } from './lease.ts';
import type { Publisher } from './publish.ts';
import { hasAbort, requestsOn, requiredOperation, tag } from './requests.ts';
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
  const leases = leasesOf(store, owner);
  const { fence } = leases;

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
        leases.take(operation);
        append({
          type: 'operation.started',
          ...tag(operation),
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
        return { operation: requiredOperation(store, operation.id), fresh: true };
      }),

    takeOver(operation) {
      publisher.commit(() => {
        leases.take(operation);
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
        append({ type: 'step.intent', ...tag(operation), by: engineName, data: { step: step.id, direction, attempt } });
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
        append({ type: 'step.outcome', ...tag(operation), by: engineName, data });
      });
    },

    ...requestsOn(store, publisher, now),

    setStatus(operation, status, problem) {
      publisher.commit((append) => {
        fence(operation);
        store.operations.setStatus(operation.id, status, problem, null);
        if (status === 'needs-attention')
          append({
            type: 'operation.attention',
            ...tag(operation),
            by: engineName,
            data: problem ? { code: problem.code, message: problem.message } : {},
          });
      });
    },

    finish(operation, status, problem) {
      publisher.commit((append) => {
        fence(operation);
        const at = now();
        store.operations.setStatus(operation.id, status, problem, at);
        leases.release(operation);
        if (status !== 'done' && operation.environment !== null && operation.revision !== null) {
          const outcome = status === 'failed' ? 'failed' : 'undone';
          store.revisions.setEnded(operation.project, operation.environment, operation.revision, outcome, at);
          append({
            type: `revision.${outcome}`,
            ...tag(operation),
            by: engineName,
            data: { revision: operation.revision, release: operation.release },
          });
        }
        append({
          type: 'operation.finished',
          ...tag(operation),
          by: engineName,
          data: { status, ...(problem ? { problem: { code: problem.code, message: problem.message } } : {}) },
        });
      });
      leases.forget(operation);
    },
  };
}
