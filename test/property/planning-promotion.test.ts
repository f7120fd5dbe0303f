import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../shared/problem.ts';
import { judgePromotion, type PromotionFacts } from '../../shared/planning/promotion.ts';
import { now, promotionFacts } from './planning-facts.ts';

/** What the gates ask for, said a second time and in the plainest way. */
function provedIn(facts: PromotionFacts, environment: string): PromotionFacts['runs'] {
  return facts.runs.filter(
    (run) =>
      run.environment === environment &&
      run.healthy &&
      Object.keys(run.digests).sort().join() ===
        facts.release.artifacts
          .map(({ service }) => service)
          .sort()
          .join() &&
      facts.release.artifacts.every(({ service, digest }) => run.digests[service] === digest),
  );
}
const comesByLane = (facts: PromotionFacts): boolean =>
  facts.lanes.length > 0 && (facts.fromLane || facts.lanes.some((lane) => provedIn(facts, lane).length > 0));

describe('a promotion', () => {
  it('skips no gate', () => {
    let allowed = 0;
    fc.assert(
      fc.property(promotionFacts, now, (facts, at) => {
        const { refusal, gates } = judgePromotion(facts, at);
        if (gates.some(({ open }) => !open)) expect(refusal).not.toBeNull();
        if (refusal !== null) return;
        allowed += 1;
        expect(facts.release.rejected).toBeNull();
        expect(facts.openOperation).toBeNull();
        expect(facts.blockers).toEqual([]);
        if (!facts.mayLose) expect(facts.loses).toEqual([]);
        if (facts.mirrors !== null) expect(facts.mirrored?.release).toBe(facts.release.id);
        expect(new Set(facts.approvals.map(({ by }) => by)).size).toBeGreaterThanOrEqual(facts.gates.approval ?? 0);
        if (comesByLane(facts)) return;
        for (const environment of facts.after) {
          const proofs = provedIn(facts, environment);
          expect(proofs.length).toBeGreaterThan(0);
          if (facts.gates.soakMs !== null)
            expect(Math.max(...proofs.map((run) => (run.endedAt ?? at) - run.runningAt!))).toBeGreaterThanOrEqual(
              facts.gates.soakMs,
            );
        }
      }),
      { numRuns: 20_000 },
    );
    // Chance decides how many; what matters is that the gates were seen open at all.
    expect(allowed).toBeGreaterThan(20);
  });

  it('is judged the same twice, and leaves what it was judged by as it was', () => {
    fc.assert(
      fc.property(promotionFacts, now, (facts, at) => {
        const before = structuredClone(facts);
        const verdict = judgePromotion(facts, at);
        expect(judgePromotion(facts, at)).toEqual(verdict);
        expect(facts).toEqual(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is refused says why and what to do, as a refusal or a conflict', () => {
    fc.assert(
      fc.property(promotionFacts, now, (facts, at) => {
        const { refusal } = judgePromotion(facts, at);
        if (!refusal) return;
        expect([3, 4]).toContain(exitCodeOf(refusal));
        expect(refusal.message).not.toMatch(/undefined|null|NaN/);
        expect(refusal.hint).toMatch(/\w/);
      }),
      { numRuns: 5000 },
    );
  });

  it('finds a soak gate closed while the clock stands before the start, wherever it was set', () => {
    fc.assert(
      fc.property(promotionFacts, fc.integer({ min: -8e15, max: 8e15 }), (given, at) => {
        const facts = {
          ...given,
          lanes: [],
          after: ['qa'],
          gates: { approval: null, soakMs: 1 },
          runs: given.runs.map((run) => ({ ...run, endedAt: null, runningAt: at + 1 + run.number })),
        };
        const soak = judgePromotion(facts, at).gates.find(({ title }) => title === 'Soak time');
        expect(soak).toMatchObject({ open: false });
        expect(soak?.detail).toMatch(/^healthy for 0 s of 0 s$/);
      }),
    );
  });

  it('never opens a soak gate by setting the clock back', () => {
    fc.assert(
      fc.property(promotionFacts, now, fc.nat(10_000_000), (facts, at, back) => {
        const soakOf = (time: number): boolean =>
          judgePromotion(facts, time).gates.every(({ title, open }) => title !== 'Soak time' || open);
        if (soakOf(at - back)) expect(soakOf(at)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('never becomes possible by taking a run, a person or a gate’s condition away', () => {
    fc.assert(
      fc.property(promotionFacts, now, fc.nat(), (facts, at, pick) => {
        const fewer = {
          ...facts,
          runs: facts.runs.filter((_, index) => index !== pick % Math.max(1, facts.runs.length)),
          approvals: facts.approvals.slice(1),
        };
        if (judgePromotion(facts, at).gates.some(({ open }) => !open) && !comesByLane(facts))
          expect(judgePromotion(fewer, at).refusal).not.toBeNull();
      }),
      { numRuns: 5000 },
    );
  });
});
