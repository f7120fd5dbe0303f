import { startAll, stopAll, type Counts, type Move } from '../moves.ts';

/** The old side goes before the new one comes: for what cannot be there twice. Nothing serves in between. */
export const recreate = (old: Counts, next: Counts): Move[] => [
  ...stopAll(old),
  ...startAll(next),
  { do: 'shift', from: 0, to: 100 },
];
