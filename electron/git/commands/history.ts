/** How commits lie to each other. All commits are full object names. */
import type { Command } from '../run.ts';

/** How many commits `to` has that `from` has not (all of them without one); null when either is not there. */
export const countCommits = (from: string | null, to: string): Command<number | null> => ({
  args: ['rev-list', '--count', to, ...(from === null ? [] : [`^${from}`]), '--'],
  accepts: [128],
  parse: (output, exitCode) => (exitCode === 0 ? Number(output.trim()) : null),
});

/** The best common ancestor; null when there is none. It is the first commit exactly if that is an ancestor of the other. */
export const mergeBase = (one: string, other: string): Command<string | null> => ({
  args: ['merge-base', one, other],
  accepts: [1],
  parse: (output, exitCode) => (exitCode === 0 ? output.trim() : null),
});
