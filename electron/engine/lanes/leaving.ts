/** Changes that would leave, for pictures that cannot wait: known from before, or found in the background and told then. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../../../shared/domain/change.ts';
import { leaving } from '../changes/lost.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { contains } from './contains.ts';

/** What is told of a change that leaves. */
export type Leaving = Pick<Change, 'id' | 'subject' | 'commits'>;

/**
 * Changes that `from` has and `to` lacks, of those that count as a loss: not those that were reverted on the line of
 * `to` on purpose, and not those that are meant for one release. At once where `to` holds `from`, the usual case.
 */
export const leavingBetween = async (
  engine: Engine,
  open: OpenProject,
  from: string,
  to: string,
): Promise<readonly Leaving[]> => ((await contains(open, to, from)) ? [] : leaving(engine, open, from, to));

interface Known {
  readonly answers: Map<string, readonly Leaving[]>;
  /** What is being found: null when it failed. */
  readonly asking: Map<string, Promise<readonly Leaving[] | null>>;
  /** What failed, with the time from which on it is worth another try. */
  readonly failed: Map<string, number>;
}

const engines = new WeakMap<Engine, Known>();
const retryAfterMs = 60_000;

function knownOf(engine: Engine): Known {
  const known = engines.get(engine) ?? { answers: new Map(), asking: new Map(), failed: new Map() };
  engines.set(engine, known);
  return known;
}

/** The same at once; null while it is being found. Who listens is told to look again when it is. */
export function knownLeaving(engine: Engine, open: OpenProject, from: string, to: string): readonly Leaving[] | null {
  const known = knownOf(engine);
  const key = keyOf(engine, open, from, to);
  const answer = known.answers.get(key);
  if (!answer) void ask(engine, open, known, key, from, to);
  return answer ?? null;
}

/** The same, waited for a while: null when it takes longer, or cannot be told. */
export async function leavingSoon(
  engine: Engine,
  open: OpenProject,
  from: string,
  to: string,
  waitMs: number,
): Promise<readonly Leaving[] | null> {
  const known = knownOf(engine);
  const key = keyOf(engine, open, from, to);
  const answer = known.answers.get(key);
  if (answer) return answer;
  const impatience = new AbortController();
  try {
    const late = sleep(waitMs, null, { signal: impatience.signal }).catch(() => null);
    return await Promise.race([ask(engine, open, known, key, from, to), late]);
  } finally {
    impatience.abort();
  }
}

/** A correction by hand can change any answer. */
const keyOf = (engine: Engine, { project: { id } }: OpenProject, from: string, to: string): string =>
  [id, engine.store.changes.correctionsVersion(id), from, to].join(' ');

function ask(
  engine: Engine,
  open: OpenProject,
  { answers, asking, failed }: Known,
  key: string,
  from: string,
  to: string,
): Promise<readonly Leaving[] | null> {
  const before = asking.get(key);
  if (before) return before;
  // What failed would fail with every look.
  if ((failed.get(key) ?? 0) > engine.now()) return Promise.resolve(null);
  const finding = leavingBetween(engine, open, from, to).then(
    (found) => {
      if (answers.size > 1000) answers.clear();
      answers.set(key, found);
      engine.publisher.live({ live: 'status', project: open.project.id });
      return found;
    },
    () => {
      if (failed.size > 1000) failed.clear();
      failed.set(key, engine.now() + retryAfterMs);
      return null;
    },
  );
  asking.set(key, finding);
  void finding.finally(() => asking.delete(key));
  return finding;
}
