import type { LogLine } from '../../shared/api/operations.ts';
import { isOpen } from '../../shared/domain/operation.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from '../engine/engine.ts';
import { followEvents } from '../engine/follow.ts';
import { environmentLogs } from '../engine/environment-logs.ts';
import { requiredOperation } from '../engine/requests.ts';
import { viewOf } from '../engine/operations.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Handlers } from './router.ts';

export function operationHandlers(engine: Engine) {
  const { store, operations, logs } = engine;
  const view = (operation: StoredOperation) => viewOf(store, operation);
  return {
    'operation.list': ({ project, open, before, limit }) => {
      const until = before ?? Number.MAX_SAFE_INTEGER;
      const found = open
        ? (project === undefined ? store.operations.open() : store.operations.openOfProject(project)).slice(0, limit)
        : project === undefined
          ? store.operations.listAll(until, limit)
          : store.operations.list(project, until, limit);
      return Promise.resolve({ operations: found.map(view) });
    },
    'operation.get': ({ operation }) => Promise.resolve({ operation: view(requiredOperation(store, operation)) }),
    'operation.resume': ({ operation }, { by }) => Promise.resolve({ operation: operations.resume(operation, by) }),
    'operation.abort': ({ operation, why }, { by }) =>
      Promise.resolve({ operation: operations.abort(operation, by, why ?? null) }),
    async *'operation.logs'(
      { operation, after, follow }: { operation: string; after: number; follow: boolean },
      _caller: unknown,
      signal: AbortSignal,
    ): AsyncGenerator<LogLine> {
      const { status } = requiredOperation(store, operation);
      yield* logs.read(operation, after, follow && isOpen(status), signal);
    },
    'environment.logs': ({ project, environment, service, tail, follow }, _caller, signal) =>
      environmentLogs(engine, { project, environment, service, tail, follow }, signal),
    'history.list': ({ project, environment, since, at, search, before, limit }) => {
      const found = store.revisions.list(project, { environment, since, at, search, before, limit: limit + 1 });
      return Promise.resolve({ revisions: found.slice(0, limit), more: found.length > limit });
    },
    'revision.get': ({ project, environment, revision: number }) => {
      const revision = store.revisions.get(project, environment, number);
      if (!revision)
        throw fail('usage.no-such-revision', `${environment.slice(0, 100)} never had a revision #${String(number)}.`, {
          hint: 'slipway history lists those that it had.',
        });
      return Promise.resolve({ revision });
    },
    'audit.verify': async () => {
      const chain = await store.events.verify();
      const integrity = store.integrity();
      return { ...chain, valid: chain.brokenAt === null && integrity.length === 0, integrity };
    },
    'events.since': ({ seq, project, limit }) => {
      const head = store.events.head();
      return Promise.resolve({ events: store.events.since(seq, limit, project), head: head.seq, headHash: head.hash });
    },
    'events.follow': ({ after }, _caller, signal) => followEvents(engine, after, signal),
  } satisfies Partial<Handlers>;
}
