/** Changes that would leave, for pictures that cannot wait: known from before, or found in the background and told then. */
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { contains } from './contains.ts';

/** What is told of a change that leaves. */
export interface Leaving {
  readonly id: string;
  readonly subject: string;
  readonly commits: readonly string[];
}

const limit = 2000;

/**
 * Changes that `from` has and `to` lacks, of those that count as a loss: not those that were reverted on the way to `to`
 * on purpose, and not those that were marked as meant for one release.
 */
export async function leavingBetween(
  _engine: Engine,
  open: OpenProject,
  from: string,
  to: string,
): Promise<readonly Leaving[]> {
  if (await contains(open, to, from)) return [];
  const found = await open.repository.range(to, from, limit);
  return found.map(({ sha, subject }) => ({ id: sha, subject, commits: [sha] }));
}

interface Known {
  readonly answers: Map<string, readonly Leaving[]>;
  readonly asked: Set<string>;
}

const engines = new WeakMap<Engine, Known>();

/** A correction by hand can change any answer: all of them are found anew then. */
function knownOf(engine: Engine): Known {
  const before = engines.get(engine);
  if (before) return before;
  const known: Known = { answers: new Map(), asked: new Set() };
  engine.publisher.listen((event) => {
    if ('type' in event && event.type === 'change.corrected') known.answers.clear();
  });
  engines.set(engine, known);
  return known;
}

/** The same at once; null while it is being found. Who listens is told to look again when it is. */
export function knownLeaving(engine: Engine, open: OpenProject, from: string, to: string): readonly Leaving[] | null {
  const { answers, asked } = knownOf(engine);
  const key = `${open.project.id} ${from} ${to}`;
  const known = answers.get(key);
  if (known || asked.has(key)) return known ?? null;
  asked.add(key);
  void leavingBetween(engine, open, from, to)
    // What cannot be told is told as nothing until it can: a repository that is away says so by itself.
    .then((found) => {
      if (answers.size > 1000) answers.clear();
      answers.set(key, found);
      if (found.length > 0) engine.publisher.live({ live: 'status', project: open.project.id });
    })
    .catch(() => undefined)
    .finally(() => asked.delete(key));
  return null;
}
