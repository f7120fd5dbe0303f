/** Changes that would leave, for pictures that cannot wait: known from before, or found in the background and told then. */
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
  readonly asked: Set<string>;
}

const engines = new WeakMap<Engine, Known>();

function knownOf(engine: Engine): Known {
  const known = engines.get(engine) ?? { answers: new Map(), asked: new Set() };
  engines.set(engine, known);
  return known;
}

/** The same at once; null while it is being found. Who listens is told to look again when it is. */
export function knownLeaving(engine: Engine, open: OpenProject, from: string, to: string): readonly Leaving[] | null {
  const { answers, asked } = knownOf(engine);
  const { id } = open.project;
  // A correction by hand can change any answer.
  const key = [id, engine.store.changes.correctionsVersion(id), from, to].join(' ');
  const known = answers.get(key);
  if (known || asked.has(key)) return known ?? null;
  asked.add(key);
  leavingBetween(engine, open, from, to).then(
    (found) => {
      if (answers.size > 1000) answers.clear();
      answers.set(key, found);
      asked.delete(key);
      engine.publisher.live({ live: 'status', project: id });
    },
    // What failed would fail with every look: it is asked again when something has moved.
    () => undefined,
  );
  return null;
}
