import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, everyReplica, undoOf, type Counts, type Replicas } from '../../shared/planning/moves.ts';
import { planRollout, type Rollout, type RolloutFacts, type Strategy } from '../../shared/planning/rollout.ts';

const names = ['web', 'api', 'toString'];
const count = fc.oneof(fc.constantFrom(0, 1, 2, 100), fc.integer({ min: 0, max: 100 }));
const counts: fc.Arbitrary<Counts> = fc.dictionary(fc.constantFrom(...names), count, { noNullPrototype: true });
const strategy: fc.Arbitrary<Strategy> = fc.oneof(
  fc.constant<Strategy>({ strategy: 'recreate' }),
  fc.constant<Strategy>({ strategy: 'blue-green' }),
  fc.record({
    strategy: fc.constant('canary' as const),
    steps: fc
      .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 5 })
      .map((steps) => steps.toSorted((a, b) => a - b)),
    holdMs: fc.nat(),
  }),
  fc.record({
    strategy: fc.constant('rolling' as const),
    surge: fc.integer({ min: 0, max: 100 }),
    unavailable: fc.integer({ min: 0, max: 100 }),
    holdMs: fc.nat(),
  }),
);
const facts: fc.Arbitrary<RolloutFacts> = fc.record({
  old: fc.option(counts, { nil: null }),
  next: counts,
  strategy,
  warmMs: fc.constantFrom(0, 60_000),
});

interface World {
  readonly old: ReadonlyMap<string, ReadonlySet<number>>;
  readonly next: ReadonlyMap<string, ReadonlySet<number>>;
  readonly share: number;
}
const setsOf = (replicas: Replicas): Map<string, Set<number>> =>
  new Map(Object.entries(replicas).map(([service, some]) => [service, new Set(some)]));
const beginning = ({ old }: RolloutFacts): World => ({
  old: setsOf(everyReplica(old ?? {})),
  next: new Map(),
  share: 0,
});

type Done = NonNullable<ReturnType<typeof undoOf>> | Rollout['moves'][number];

/** What a move makes of the world; throws when it starts what runs, or stops what does not. */
function after(world: World, move: Done): World {
  const moved = (side: World['old'], replicas: Replicas, starts: boolean): Map<string, Set<number>> => {
    const sets = new Map([...side].map(([service, some]) => [service, new Set(some)]));
    for (const [service, some] of Object.entries(replicas)) {
      const set = sets.get(service) ?? new Set<number>();
      for (const replica of some) {
        if (set.has(replica) === starts)
          throw new Error(`${service} ${String(replica)} is ${starts ? 'there' : 'not there'}`);
        if (starts) set.add(replica);
        else set.delete(replica);
      }
      if (set.size > 0) sets.set(service, set);
      else sets.delete(service);
    }
    return sets;
  };
  switch (move.do) {
    case 'start':
      return { ...world, next: moved(world.next, move.replicas, true) };
    case 'remove':
      return { ...world, next: moved(world.next, move.replicas, false) };
    case 'stop':
      return { ...world, old: moved(world.old, move.replicas, false) };
    case 'restart':
      return { ...world, old: moved(world.old, move.replicas, true) };
    case 'shift':
      if (world.share !== move.from) throw new Error(`${String(world.share)} % are there, not ${String(move.from)}`);
      return { ...world, share: move.to };
    case 'hold':
      return world;
  }
}

/** Services of which a request could find nobody: it is sent to a side that has no container of it. */
function deserted(world: World, given: RolloutFacts): string[] {
  const lives = (service: string): boolean => countOf(given.old ?? {}, service) > 0 && countOf(given.next, service) > 0;
  return names.filter(
    (service) =>
      Object.hasOwn(given.next, service) &&
      lives(service) &&
      ((world.share < 100 && !world.old.has(service)) || (world.share > 0 && !world.next.has(service))),
  );
}

function planned(given: RolloutFacts): Rollout {
  const rollout = planRollout(given);
  if ('code' in rollout) throw new Error(rollout.message);
  return rollout;
}

describe('a rollout', () => {
  it('always leaves somebody to answer, on the way there and on the way back from anywhere', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (given, cut) => {
        fc.pre(given.strategy.strategy !== 'recreate');
        const { moves } = planned(given);
        const done = moves.slice(0, cut % (moves.length + 1));
        let world = beginning(given);
        for (const move of [...done, ...done.toReversed().map(undoOf)]) {
          if (!move) continue;
          world = after(world, move);
          expect(deserted(world, given)).toEqual([]);
        }
      }),
    );
  });

  it('ends with the new side alone, or with the old one warm beside it', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { moves, warmMs } = planned(given);
        const end = moves.reduce(after, beginning(given));
        expect(end.share).toBe(100);
        expect(end.next).toEqual(setsOf(everyReplica(given.next)));
        expect(end.old).toEqual(warmMs > 0 ? beginning(given).old : new Map());
      }),
    );
  });

  it('taken back from any point is as it was', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (given, cut) => {
        const { moves } = planned(given);
        const done = moves.slice(0, cut % (moves.length + 1));
        const back = done.toReversed().flatMap((move) => undoOf(move) ?? []);
        expect([...done, ...back].reduce(after, beginning(given))).toEqual(beginning(given));
      }),
    );
  });

  it('never has more or fewer than a rolling one may', () => {
    fc.assert(
      fc.property(facts, (given) => {
        if (given.strategy.strategy !== 'rolling' || given.old === null) return;
        const { surge, unavailable } = given.strategy;
        let world = beginning(given);
        for (const move of planned(given).moves) {
          world = after(world, move);
          for (const service of Object.keys(given.next)) {
            const [before, wanted] = [countOf(given.old, service), countOf(given.next, service)];
            const there = (world.old.get(service)?.size ?? 0) + (world.next.get(service)?.size ?? 0);
            expect(there).toBeLessThanOrEqual(Math.max(before, wanted) + Math.max(1, surge));
            expect(there).toBeGreaterThanOrEqual(Math.min(before, wanted) - unavailable);
          }
        }
      }),
    );
  });

  it('is frozen, and sends shares from 0 to 100 that only climb', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const rollout = planned(given);
        expect(Object.isFrozen(rollout.moves)).toBe(true);
        const shares = rollout.moves.flatMap((move) => (move.do === 'shift' ? [move.from, move.to] : []));
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(shares.every((share) => share >= 0 && share <= 100)).toBe(true);
      }),
    );
  });

  it('refuses steps that do not climb', () => {
    for (const steps of [[0], [50, 25], [5, 5], [101]])
      expect(
        planRollout({
          old: { web: 1 },
          next: { web: 1 },
          strategy: { strategy: 'canary', steps, holdMs: 0 },
          warmMs: 0,
        }),
      ).toHaveProperty('code', 'usage.canary-steps');
  });
});
