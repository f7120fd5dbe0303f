/** What people ask of a running operation: to abort it, or to go on with it. */
import { isOpen } from '../../shared/domain/operation.ts';
import { hasLateStages, isCommitted } from '../../shared/operations/decide.ts';
import { fail } from '../../shared/problem.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Store } from '../store/store.ts';
import type { Publisher } from './publish.ts';
import type { Journal } from './journal.ts';

/** The names by which events tell what they are about. */
export const tag = (operation: Pick<StoredOperation, 'project' | 'environment' | 'id'>) => ({
  project: operation.project,
  environment: operation.environment,
  operation: operation.id,
});

/** The operation of that id; throws `usage.no-such-operation`. */
export function requiredOperation(store: Store, id: string): StoredOperation {
  const operation = store.operations.get(id);
  if (operation) return operation;
  throw fail('usage.no-such-operation', `There is no operation “${id}”.`, {
    hint: 'slipway operations lists them.',
  });
}

/** Whether somebody asked for an abort. */
export const hasAbort = (store: Store, id: string): boolean =>
  store.operations.journal(id).some((entry) => entry.type === 'abort');

/** Each request is one transaction: what it finds is what it decides on. */
export function requestsOn(
  store: Store,
  publisher: Publisher,
  now: () => number,
): Pick<Journal, 'requestAbort' | 'requestResume'> {
  return {
    requestAbort: (id, by, why) =>
      publisher.commit((append) => {
        const operation = requiredOperation(store, id);
        if (!isOpen(operation.status))
          throw fail('conflict.ended', `“${operation.title}” has ended (${operation.status}).`, {
            hint: 'There is nothing left to abort.',
          });
        if (hasAbort(store, id)) return operation;
        const { steps } = operation.plan;
        const entries = store.operations.journal(id);
        if (isCommitted(steps, entries) && !hasLateStages(steps, entries)) {
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
        const operation = requiredOperation(store, id);
        if (operation.status !== 'needs-attention')
          throw fail('conflict.not-waiting', `“${operation.title}” does not wait for anybody (${operation.status}).`, {
            hint: isOpen(operation.status) ? 'It goes on by itself.' : 'Start a new one.',
          });
        store.operations.append(id, { type: 'resume', by, at: now() });
        store.operations.setStatus(id, 'running', null, null);
        append({ type: 'operation.resume', ...tag(operation), by });
        return requiredOperation(store, id);
      }),
  };
}
