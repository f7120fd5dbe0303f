/** The matrix of a project, kept while its places stand where they are and nobody corrects anything. */
import type { Place } from '../../../shared/domain/change.ts';
import { matrixOf, type Matrix } from '../../../shared/planning/changes/matrix.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { memoryOn, type Memory } from './memory.ts';
import { worldOf } from './world.ts';

/** A diagram, a simulation and a few comparisons at once. */
const kept = 8;

/** What a clone lacks may be fetched without anything moving: a matrix that lacks something is computed again then. */
const lookAgainAfterMs = 60_000;

interface Kept {
  readonly computing: Promise<Matrix>;
  /** The matrix, or the one before it while it is computed again; null before there is one. */
  finished: Matrix | null;
  until: number;
}
interface Known {
  /** What its work items begin with, by slipway.yaml, as text. */
  readonly items: string;
  readonly memory: Memory;
  readonly matrices: Map<string, Kept>;
}
const projects = new WeakMap<OpenProject, Known>();

async function knownOf(engine: Engine, open: OpenProject): Promise<Known> {
  const { configuration } = await open.configuration();
  const prefixes = configuration?.source.workItems;
  const items = JSON.stringify(prefixes ?? null);
  const before = projects.get(open);
  if (before?.items === items) return before;
  const known = { items, memory: memoryOn(open.repository.twins, engine.store, prefixes), matrices: new Map() };
  projects.set(open, known);
  return known;
}

/** Tells apart what a matrix depends on. The order in which places are asked for is none of it. */
export const keyOf = (engine: Engine, open: OpenProject, places: readonly Place[]): string =>
  [
    engine.store.changes.correctionsVersion(open.project.id),
    ...places.map(({ id, title, commit }) => `${id}\n${title}\n${commit}`).sort(),
  ].join('\n\n');

/** The matrix of some places. Computed once, however many ask at once. */
export async function matrixAt(engine: Engine, open: OpenProject, places: readonly Place[]): Promise<Matrix> {
  const { memory, matrices } = await knownOf(engine, open);
  const key = keyOf(engine, open, places);
  const before = matrices.get(key);
  // Asked for last, dropped last.
  matrices.delete(key);
  if (before && engine.now() < before.until) {
    matrices.set(key, before);
    return before.computing;
  }
  const computing = compute(engine, open, memory, places);
  const now: Kept = { computing, finished: before?.finished ?? null, until: Infinity };
  matrices.set(key, now);
  for (const old of [...matrices.keys()].slice(0, -kept)) matrices.delete(old);
  computing.then(
    (matrix) => {
      now.finished = matrix;
      if (matrix.model.world.unread.length > 0) now.until = engine.now() + lookAgainAfterMs;
    },
    () => {
      if (matrices.get(key) === now) matrices.delete(key);
    },
  );
  return computing;
}

/** The matrix of some places if it is there already; one that lacks something is computed again for the next look. */
export async function matrixNow(engine: Engine, open: OpenProject, places: readonly Place[]): Promise<Matrix | null> {
  const known = (await knownOf(engine, open)).matrices.get(keyOf(engine, open, places));
  if (known && engine.now() >= known.until) matrixAt(engine, open, places).catch(() => undefined);
  return known?.finished ?? null;
}

async function compute(engine: Engine, open: OpenProject, memory: Memory, places: readonly Place[]): Promise<Matrix> {
  const corrections = engine.store.changes.corrections(open.project.id);
  memory.moved();
  const tips = places.map(({ commit }) => commit);
  return matrixOf(await worldOf(open.repository.twins, memory, tips, corrections), places);
}
