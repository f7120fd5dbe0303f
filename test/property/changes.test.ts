import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryOn } from '../../electron/engine/changes/memory.ts';
import { worldOf } from '../../electron/engine/changes/world.ts';
import type { Place } from '../../shared/domain/change.ts';
import { matrixOf, type Matrix } from '../../shared/planning/changes/matrix.ts';
import { leavingChanges, lostChanges } from '../../shared/planning/changes/movement.ts';
import { historyOf, steps, type Branch, type History } from './changes-history.ts';

const nothingKept = {
  changes: {
    facts: () => [],
    keepFacts: () => undefined,
    patches: () => new Map<string, string>(),
    keepPatches: () => undefined,
    corrections: () => [],
    correctionsVersion: () => 0,
    correct: () => undefined,
  },
  transact: <T>(work: () => T): T => work(),
};

async function matrixFor(
  history: History,
  order: readonly Branch[] = ['main', 'release', 'older', 'topic'],
): Promise<Matrix> {
  const places = order.map((name): Place => ({
    id: name,
    title: name,
    kind: 'ref',
    commit: history.tips.get(name) ?? '',
  }));
  const memory = memoryOn(history.twins, nothingKept);
  const tips = places.map(({ commit }) => commit);
  return matrixOf(await worldOf(history.twins, memory, tips, []), places);
}

/** What the matrix says about each change in each branch. Changes that no place moved are in all of them, or in none. */
const saysOf = (matrix: Matrix, change: string, place: string): boolean | null =>
  matrix.find(change)?.verdicts[place]?.present ?? null;

describe('the matrix', () => {
  it('knows which change is where, whatever was merged, picked, squashed, reverted and brought back', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const history = historyOf(todo);
        const matrix = await matrixFor(history);
        for (const [place, present] of history.truth) {
          for (const change of history.changes) {
            const says = saysOf(matrix, change, place);
            if (says === null) continue;
            expect(says, [...history.story, `${change.slice(0, 8)} in ${place}`].join('\n')).toBe(present.has(change));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves out only changes that are the same everywhere', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const history = historyOf(todo);
        const matrix = await matrixFor(history);
        for (const change of history.changes) {
          if (matrix.find(change)) continue;
          const where = [...history.truth.values()].map((present) => present.has(change));
          expect(new Set(where).size, [...history.story, change.slice(0, 8)].join('\n')).toBe(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says the same whatever the order of the places, and never anything twice', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const history = historyOf(todo);
        const [one, other] = await Promise.all([
          matrixFor(history),
          matrixFor(history, ['topic', 'older', 'main', 'release']),
        ]);
        expect(other.changes.map(({ id }) => id)).toEqual(one.changes.map(({ id }) => id));
        const known = new Map(other.changes.map((change) => [change.id, change]));
        for (const change of one.changes) expect(known.get(change.id)).toEqual(change);
        const commits = one.changes.flatMap(({ id }) => id);
        expect(new Set(commits).size).toBe(commits.length);
        expect(one.changes.every((change) => Object.isFrozen(change) && Object.isFrozen(change.verdicts))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('calls lost what a place has and main has not, unless main took it out itself', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const history = historyOf(todo);
        const matrix = await matrixFor(history);
        const changes = new Set(history.changes);
        for (const { change, in: places } of lostChanges(matrix, 'main', ['release', 'older'])) {
          if (!changes.has(change.id)) continue;
          expect(history.truth.get('main')?.has(change.id), history.story.join('\n')).toBe(false);
          for (const place of places) expect(history.truth.get(place as Branch)?.has(change.id)).toBe(true);
        }
        for (const { verdicts } of leavingChanges(matrix, 'release', 'main'))
          expect(verdicts['main']?.present).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
