/**
 * Why branches that should have an environment by rule were given none. The same commit is not tried again, until the
 * engine starts anew.
 */
import type { Problem } from '../../../shared/problem.ts';
import type { Engine } from '../engine.ts';

export interface Refusals {
  /** Null for a commit that nothing was refused of. */
  of(branch: string, commit: string): Problem | null;
  keep(branch: string, commit: string, problem: Problem): void;
}

const memories = new WeakMap<Engine, Map<string, { readonly commit: string; readonly problem: Problem }>>();

export function refusalsIn(engine: Engine, project: string): Refusals {
  const kept = memories.get(engine) ?? new Map<string, { commit: string; problem: Problem }>();
  memories.set(engine, kept);
  const keyOf = (branch: string): string => `${project} ${branch}`;
  return {
    of(branch, commit) {
      const found = kept.get(keyOf(branch));
      return found?.commit === commit ? found.problem : null;
    },
    keep(branch, commit, problem) {
      kept.set(keyOf(branch), { commit, problem });
    },
  };
}
