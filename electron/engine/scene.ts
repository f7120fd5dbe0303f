/** What one look at a project found: the facts that every part of its picture is drawn from. */
import type { Configuration } from '../../shared/configuration/schema.ts';
import type { Ref } from '../../shared/domain/commit.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Engine } from './engine.ts';
import type { Observation } from './observe.ts';
import type { OpenProject } from './workspace.ts';

export interface Scene {
  readonly engine: Engine;
  readonly open: OpenProject;
  readonly configuration: Configuration;
  readonly observations: ReadonlyMap<string, Observation>;
  /** What is recorded as running, by environment. */
  readonly running: ReadonlyMap<string, Revision>;
  readonly refs: readonly Ref[];
}

/** Counts never change between two commits: they are remembered. */
const counts = new Map<string, number | null>();

/** How many commits `to` has that `from` has not; null when it cannot be told. */
export async function countBetween(open: OpenProject, from: string, to: string): Promise<number | null> {
  if (from === to) return 0;
  const key = `${open.project.id} ${from} ${to}`;
  const known = counts.get(key);
  if (known !== undefined) return known;
  const count = await open.repository.count(from, to).catch(() => null);
  if (counts.size > 10_000) counts.clear();
  counts.set(key, count);
  return count;
}
