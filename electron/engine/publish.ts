/** Tells listeners what happened: recorded events once they are committed, live ones as they come. */
import type { LiveEvent, RecordedEvent } from '../../shared/api/events.ts';
import type { NewEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';

export type Heard = RecordedEvent | LiveEvent;

/** Appends to the record, inside a transaction. */
export type Append = (event: NewEvent) => void;

export interface Publisher {
  /** Runs `work` in one transaction; what it appends is published after the commit, never before. */
  commit<T>(work: (append: Append) => T): T;
  live(event: LiveEvent): void;
  /** Answers how to stop listening. */
  listen(listener: (event: Heard) => void): () => void;
}

export function publisherOn(store: Store, now: () => number): Publisher {
  const listeners = new Set<(event: Heard) => void>();
  let pending: RecordedEvent[] = [];
  let depth = 0;
  const tell = (event: Heard): void => {
    for (const listener of listeners) listener(event);
  };

  return {
    commit(work) {
      depth += 1;
      const mark = pending.length;
      try {
        const result = store.transact(() =>
          work((event) => {
            pending.push(store.events.append(event, now()));
          }),
        );
        if (depth === 1) {
          const committed = pending;
          pending = [];
          queueMicrotask(() => {
            committed.forEach(tell);
          });
        }
        return result;
      } catch (error) {
        pending = pending.slice(0, mark);
        throw error;
      } finally {
        depth -= 1;
      }
    },
    live: tell,
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
