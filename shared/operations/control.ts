/** What people asked of a rollout while it goes on, from its operation's journal. */
import type { JournalEntry } from './journal.ts';

interface Asked {
  readonly by: string;
  readonly at: number;
  readonly why: string | null;
}

interface RolloutControl {
  /** Held where it is, until somebody goes on. */
  readonly paused: Asked | null;
  /** All traffic now, without waiting for what is left. It ends every pause, and none comes after it. */
  readonly promoted: Asked | null;
}

/** The newest request counts. */
export function controlOf(entries: readonly JournalEntry[]): RolloutControl {
  let paused: Asked | null = null;
  let promoted: Asked | null = null;
  for (const entry of entries) {
    if (entry.type === 'pause' && !promoted) paused ??= { by: entry.by, at: entry.at, why: entry.why };
    if (entry.type === 'proceed') paused = null;
    if (entry.type === 'promote') {
      promoted ??= { by: entry.by, at: entry.at, why: entry.why };
      paused = null;
    }
  }
  return { paused, promoted };
}
