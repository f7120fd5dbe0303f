/**
 * Counts what has moved in the engine: who shows runs (`runs`), one run (`run ID`), watching (`watch`), test
 * environments (`tests`) or the working tree (`tree`) asks again when its count changes. Events that come together count
 * once.
 */
import type { Slice } from './store.ts';

const gatherMs = 150;

export interface MovesSlice {
  readonly moves: Readonly<Record<string, number>>;
  moved(...what: readonly string[]): void;
}

export const movesSlice: Slice<MovesSlice> = (set) => {
  const gathered = new Set<string>();
  const count = () => {
    const names = [...gathered];
    gathered.clear();
    set(({ moves }) => ({
      moves: { ...moves, ...Object.fromEntries(names.map((name) => [name, (moves[name] ?? 0) + 1])) },
    }));
  };
  return {
    moves: {},
    moved(...what) {
      if (gathered.size === 0) setTimeout(count, gatherMs);
      for (const name of what) gathered.add(name);
    },
  };
};
