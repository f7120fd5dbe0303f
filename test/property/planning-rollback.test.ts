import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Revision } from '../../shared/domain/revision.ts';
import { keptReleases } from '../../shared/planning/retention.ts';
import { chooseRollback, type RollbackFacts } from '../../shared/planning/rollback.ts';
import { release } from './planning-facts.ts';

/** An environment as people move it: promotions that hold or fail, rollbacks to the default or to a wish, rejections. */
const moves = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('promote' as const),
        release: fc.constantFrom('a', 'b', 'c', 'd'),
        configuration: fc.constantFrom('c1', 'c1', 'c1', 'c2'),
        healthy: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('rollback' as const),
        wish: fc.oneof(fc.constant(undefined), fc.integer({ min: -1, max: 12 }), fc.constantFrom('a', 'b', 'zzz')),
        healthy: fc.constantFrom(true, true, false),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('reject' as const), release: fc.constantFrom('a', 'b', 'c') }),
    },
  ),
  { minLength: 8, maxLength: 40 },
);
type Move = typeof moves extends fc.Arbitrary<(infer T)[]> ? T : never;

interface Place {
  readonly all: Revision[];
  readonly rejected: Map<string, string>;
}

const factsOf = ({ all, rejected }: Place): RollbackFacts => ({
  environment: 'qa',
  rejected,
  current: all.find(({ status }) => status === 'running') ?? null,
  healthy: all.filter(({ healthy }) => healthy).reverse(),
});

function deploy(
  place: Place,
  from: Pick<Revision, 'release' | 'configuration' | 'cause' | 'restores'>,
  healthy: boolean,
): void {
  const running = place.all.findIndex(({ status }) => status === 'running');
  if (healthy && running >= 0) place.all[running] = { ...place.all[running]!, status: 'replaced' };
  const number = place.all.length + 1;
  place.all.push({
    project: 'p',
    environment: 'qa',
    number,
    commit: from.release,
    status: healthy ? 'running' : 'failed',
    healthy,
    operation: 'o',
    by: 'ada',
    why: null,
    startedAt: number,
    runningAt: healthy ? number : null,
    endedAt: null,
    digests: {},
    url: null,
    ...from,
  });
}

/** Plays a move; answers what a rollback chose. */
function play(place: Place, move: Move): ReturnType<typeof chooseRollback> | null {
  if (move.do === 'reject') place.rejected.set(move.release, 'bad');
  if (move.do === 'promote' && !place.rejected.has(move.release))
    deploy(
      place,
      { release: move.release, configuration: move.configuration, cause: 'promotion', restores: null },
      move.healthy,
    );
  if (move.do !== 'rollback') return null;
  const chosen = chooseRollback(factsOf(place), move.wish);
  if ('number' in chosen)
    deploy(
      place,
      { release: chosen.release, configuration: chosen.configuration, cause: 'rollback', restores: chosen.number },
      move.healthy,
    );
  return chosen;
}

const played = (story: readonly Move[]): Place => {
  const place: Place = { all: [], rejected: new Map() };
  for (const move of story) play(place, move);
  return place;
};

describe('a rollback', () => {
  it('returns only to a revision that ran here healthy, was not rejected, and is not what runs', () => {
    let chosenOnes = 0;
    fc.assert(
      fc.property(moves, (story) => {
        const place: Place = { all: [], rejected: new Map() };
        for (const move of story) {
          const before = structuredClone(place);
          const chosen = play(place, move);
          if (!chosen || !('number' in chosen)) continue;
          chosenOnes += 1;
          const { current } = factsOf(before);
          expect(before.all.find(({ number }) => number === chosen.number)).toMatchObject({
            healthy: true,
            environment: 'qa',
          });
          expect(before.rejected.has(chosen.release)).toBe(false);
          expect(chosen.number).not.toBe(current?.number);
          if (move.do === 'rollback' && move.wish === undefined)
            expect([chosen.release, chosen.configuration]).not.toEqual([current?.release, current?.configuration]);
          if (move.do === 'rollback' && move.wish !== undefined)
            expect([chosen.number, chosen.release]).toContain(move.wish);
        }
      }),
      { numRuns: 5000 },
    );
    expect(chosenOnes).toBeGreaterThan(1000);
  });

  it('is chosen the same twice, and leaves the facts as they were', () => {
    fc.assert(
      fc.property(moves, (story) => {
        const facts = factsOf(played(story));
        const before = structuredClone(facts);
        expect(chooseRollback(facts)).toEqual(chooseRollback(facts));
        expect(facts).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('exists whenever another release or configuration ran here healthy and may come back', () => {
    fc.assert(
      fc.property(moves, (story) => {
        const facts = factsOf(played(story));
        const { current } = facts;
        const others = facts.healthy.filter(
          (one) =>
            !facts.rejected.has(one.release) &&
            (one.release !== current?.release || one.configuration !== current.configuration),
        );
        expect('number' in chooseRollback(facts)).toBe(current !== null && others.length > 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('without a wish, again and again, goes back promotion by promotion to the first, and only then to another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.uniqueArray(fc.nat(7), { maxLength: 4 }), (count, bad) => {
        const place: Place = { all: [], rejected: new Map() };
        for (let index = 0; index < count; index += 1)
          deploy(place, { release: `r${String(index)}`, configuration: 'c', cause: 'promotion', restores: null }, true);
        for (const index of bad.filter((one) => one < count - 1)) place.rejected.set(`r${String(index)}`, 'bad');
        const expected = Array.from({ length: count - 1 }, (_, index) => `r${String(index)}`)
          .filter((id) => !place.rejected.has(id))
          .reverse();
        for (const id of expected)
          expect(play(place, { do: 'rollback', wish: undefined, healthy: true })).toMatchObject({ release: id });
        const after = chooseRollback(factsOf(place));
        if ('number' in after) expect(after.release).not.toBe(factsOf(place).current?.release);
        else expect(expected.length === 0 || count < 2).toBe(true);
      }),
    );
  });

  it('that fails leaves the next one the same choice', () => {
    fc.assert(
      fc.property(moves, (story) => {
        const place = played(story);
        const first = chooseRollback(factsOf(place));
        if (!('number' in first)) return;
        play(place, { do: 'rollback', wish: undefined, healthy: false });
        expect(chooseRollback(factsOf(place))).toEqual(first);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('retention', () => {
  it('keeps whatever any rollback could choose, what runs, what is worked with, and the newest', () => {
    fc.assert(
      fc.property(moves, fc.array(release('x'), { maxLength: 5 }), fc.nat(3), (story, made, newest) => {
        const place = played(story);
        const releases = made.map((one, index) => ({ ...one, id: `x${String(index)}` }));
        const kept = keptReleases({ releases, revisions: place.all, working: ['working'], newest });
        const facts = factsOf(place);
        for (const wish of [undefined, ...place.all.map(({ number }) => number), 'a', 'b', 'c', 'd']) {
          const chosen = chooseRollback(facts, wish);
          if ('number' in chosen) expect(kept.has(chosen.release)).toBe(true);
        }
        for (const revision of place.all)
          if (revision.status === 'running') expect(kept.has(revision.release)).toBe(true);
        expect(kept.has('working')).toBe(true);
        const newestFirst = [...releases].sort((a, b) => b.createdAt - a.createdAt).slice(0, newest);
        for (const one of newestFirst) expect(kept.has(one.id)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
