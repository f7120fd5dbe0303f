/** The operations of one engine: begin, abort, resume, and recovery at the start. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../../shared/domain/operation.ts';
import { abilities, directionOf, stepStates } from '../../shared/operations/reduce.ts';
import { problemFrom } from '../../shared/problem.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Store } from '../store/store.ts';
import type { Journal } from './journal.ts';
import { drive, type Runtime } from './run.ts';

const storeRetryMs = 5000;

export interface Operations {
  begin: Journal['begin'];
  abort(id: string, by: string, why: string | null): Operation;
  resume(id: string, by: string): Operation;
  /** Goes on with everything that an engine before this one left open. */
  recover(): void;
  /** Whether anything is being driven now. */
  busy(): boolean;
  /** Stops driving; journals stay as they are and the next start goes on. */
  close(): Promise<void>;
}

/** What a person sees of a stored operation. */
export function viewOf(store: Store, stored: StoredOperation): Operation {
  const {
    id,
    project,
    kind,
    environment,
    title,
    release,
    revision,
    status,
    problem,
    by,
    why,
    startedAt,
    endedAt,
    plan,
  } = stored;
  const entries = store.operations.journal(id);
  return {
    id,
    project,
    kind,
    environment,
    title,
    release,
    revision,
    status,
    problem,
    by,
    why,
    startedAt,
    endedAt,
    direction: directionOf(plan.steps, entries),
    steps: stepStates(plan.steps, entries, status),
    can: abilities(plan.steps, entries, status),
  };
}

/**
 * Driving only rejects when the history cannot be written (a full disk, a lock) or another engine took over. The former
 * passes: the journal still says where to go on, so it is tried again until it can be.
 */
async function persist(driving: () => Promise<void>, id: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await driving();
      return;
    } catch (error) {
      const problem = problemFrom(error);
      process.stderr.write(`operation ${id}: ${problem.message}\n`);
      if (problem.code === 'conflict.fenced') return;
      await sleep(storeRetryMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

export function operationsOn(runtime: Runtime): Operations {
  const { store, journal } = runtime;
  const stop = new AbortController();
  /** Operations whose lease this engine has. */
  const held = new Set<string>();
  const driven = new Map<string, { cancel: AbortController; nudge: () => void; ended: Promise<void> }>();

  /** Taken when an operation is driven, not before: with a full disk the history can be read, and this is tried again. */
  const takeLease = (id: string): void => {
    const operation = store.operations.get(id);
    if (!operation || held.has(id)) return;
    journal.takeOver(operation);
    held.add(id);
  };

  const go = (id: string): void => {
    if (driven.has(id) || stop.signal.aborted) return;
    const cancel = new AbortController();
    let nudge = new AbortController();
    const wait = async (ms: number): Promise<void> => {
      nudge = new AbortController();
      await sleep(ms, undefined, { signal: AbortSignal.any([nudge.signal, stop.signal]) }).catch(() => undefined);
    };
    const ended = persist(
      async () => {
        takeLease(id);
        await drive(runtime, id, { stop: stop.signal, cancel: cancel.signal, wake: { wait } });
      },
      id,
      stop.signal,
    ).finally(() => {
      driven.delete(id);
      held.delete(id);
    });
    driven.set(id, {
      cancel,
      nudge: () => {
        nudge.abort();
      },
      ended,
    });
  };

  return {
    begin(operation, also) {
      const begun = journal.begin(operation, also);
      if (!begun.fresh) return begun;
      held.add(begun.operation.id);
      // Several may begin in one transaction: it is over before this runs.
      queueMicrotask(() => {
        runtime.crashPoint('operation.started');
        go(begun.operation.id);
      });
      return begun;
    },
    abort(id, by, why) {
      const operation = journal.requestAbort(id, by, why);
      const running = driven.get(id);
      running?.cancel.abort();
      running?.nudge();
      if (!running) go(id);
      return viewOf(store, store.operations.get(id) ?? operation);
    },
    resume(id, by) {
      const operation = journal.requestResume(id, by);
      go(id);
      return viewOf(store, operation);
    },
    recover() {
      for (const operation of store.operations.open()) {
        if (operation.status !== 'needs-attention') go(operation.id);
      }
    },
    busy: () => driven.size > 0,
    async close() {
      stop.abort();
      await Promise.all([...driven.values()].map((one) => one.ended));
    },
  };
}
