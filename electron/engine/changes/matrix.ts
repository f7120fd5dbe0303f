/** The matrix of a project, kept while its places stand where they are and nobody corrects anything. */
import type { Place } from '../../../shared/domain/change.ts';
import { matrixOf, type Matrix } from '../../../shared/planning/changes/matrix.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { memoryOn, type Memory } from './memory.ts';
import { worldOf } from './world.ts';

/** A diagram, a simulation and a few comparisons at once. */
const kept = 8;

interface Known {
  readonly memory: Memory;
  readonly matrices: Map<string, Promise<Matrix>>;
  /** Those that are finished, for whoever cannot wait. */
  readonly finished: Map<string, Matrix>;
}
const projects = new WeakMap<OpenProject, Known>();

function knownOf(engine: Engine, open: OpenProject): Known {
  const before = projects.get(open);
  if (before) return before;
  const known: Known = {
    memory: memoryOn(open.repository.twins, engine.store),
    matrices: new Map(),
    finished: new Map(),
  };
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
export function matrixAt(engine: Engine, open: OpenProject, places: readonly Place[]): Promise<Matrix> {
  const { memory, matrices, finished } = knownOf(engine, open);
  const key = keyOf(engine, open, places);
  const before = matrices.get(key);
  if (before) {
    // Asked for last, dropped last.
    matrices.delete(key);
    matrices.set(key, before);
    return before;
  }
  const computing = compute(engine, open, memory, places);
  matrices.set(key, computing);
  for (const old of [...matrices.keys()].slice(0, -kept)) {
    matrices.delete(old);
    finished.delete(old);
  }
  computing.then(
    (matrix) => {
      if (matrices.get(key) === computing) finished.set(key, matrix);
    },
    () => matrices.delete(key),
  );
  return computing;
}

/** The matrix of some places if it is there already. */
export const matrixNow = (engine: Engine, open: OpenProject, places: readonly Place[]): Matrix | null =>
  knownOf(engine, open).finished.get(keyOf(engine, open, places)) ?? null;

async function compute(engine: Engine, open: OpenProject, memory: Memory, places: readonly Place[]): Promise<Matrix> {
  const corrections = engine.store.changes.corrections(open.project.id);
  memory.moved();
  const tips = places.map(({ commit }) => commit);
  return matrixOf(await worldOf(open.repository.twins, memory, tips, corrections), places);
}
