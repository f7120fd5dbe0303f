/** A connection to the engine, whatever carries it: the contract's client and how the connection is. */
import type { Client } from '../../shared/api/contract.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';

export type LinkState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected'; readonly version: string | null }
  /** It was there, or was expected; it is tried again at `retryAt` (epoch milliseconds). */
  | { readonly phase: 'lost'; readonly attempt: number; readonly retryAt: number }
  /** The engine answers, and does not let this page in. */
  | { readonly phase: 'refused'; readonly why: 'no-token' | 'wrong-token' };

export interface Link {
  readonly client: Client;
  readonly state: () => LinkState;
  /** Calls back on every change of state; answers how to stop that. */
  readonly subscribe: (listener: (state: LinkState) => void) => () => void;
  readonly retryNow: () => void;
}

/** Pause before the next attempt: doubling from half a second, at most ten. */
export const backOffMs = (attempt: number): number => Math.min(10_000, 500 * 2 ** Math.max(0, attempt - 1));

export const engineGone = (): Problem =>
  problemOf('failed.engine-gone', 'The engine does not answer.', {
    hint: 'It is tried again by itself. What was started goes on in the engine, or is picked up when it starts again.',
    retry: true,
  });

/** A value that tells its listeners when it changes. */
export function observable<T>(initial: T) {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next: T) {
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe(listener: (value: T) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
