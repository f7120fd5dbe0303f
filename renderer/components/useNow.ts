/** The present, for times on the screen: one clock for each pace, shared by everything that shows a time. */
import { useSyncExternalStore } from 'react';

function clock(tickMs: number) {
  let now = Date.now();
  const listeners = new Set<() => void>();
  setInterval(() => {
    now = Date.now();
    for (const listener of listeners) listener();
  }, tickMs);
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { subscribe, get: () => now };
}

const calm = clock(15_000);
const brisk = clock(1_000);

/** Moves every fifteen seconds: for "3 minutes ago". */
export const useNow = (): number => useSyncExternalStore(calm.subscribe, calm.get);
/** Moves every second: for what is running now. */
export const useSeconds = (): number => useSyncExternalStore(brisk.subscribe, brisk.get);
