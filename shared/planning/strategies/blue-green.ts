import { startAll, type Counts, type Move } from '../moves.ts';

/** The new side beside the old one, then all traffic at one instant. The old one stays, so that the way back is as short. */
export const blueGreen = (_old: Counts, next: Counts): Move[] => [...startAll(next), { do: 'shift', from: 0, to: 100 }];
