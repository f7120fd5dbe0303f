/** The engine is killed while it watches a rollout: the watch goes on, and what it finds is what happens. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, killedRun, passedPoints } from './kill.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import { killPoints, watchedFailure, watchedPromotion } from './scenarios.ts';

const rollout = 'rollout: { strategy: canary, steps: [30], hold: 700ms }';
const check = (text: string): string =>
  `verify: { checks: [ { http: { service: web, contains: ${text} } }, { traffic: { errors: compared } } ] }`;

describe.each([
  // Both releases answer with an “o” in it; only the first has “ne”.
  { scenario: watchedPromotion, ends: 'done' as const, production: `${rollout}, ${check('o')}` },
  { scenario: watchedFailure, ends: 'failed' as const, production: `${rollout}, ${check('ne')}` },
])('killed while $scenario.name', { timeout: 600_000 }, ({ scenario, ends, production }) => {
  let lanes: Lanes | undefined;
  beforeAll(async () => {
    lanes = await makeLanes(1, { front: true, environments: ['production'], production });
  });
  afterAll(() => lanes?.remove());

  it('passes exactly the points that are known', () =>
    lanes?.use(async (lane) => {
      expect(await passedPoints(lane, scenario, ends)).toEqual(scenario.points);
    }));

  // What moves the traffic and starts containers is killed elsewhere.
  for (const point of killPoints(scenario, /^rollout\.watch\..*(?:looked|effect)$|judged$/))
    it(`at ${point}: ends ${ends}`, () =>
      lanes?.use(async (lane) => {
        expect(await killedRun(lane, scenario, { first: point })).toEqual(ending(ends));
      }));

  if (ends === 'done')
    it('and aborted at once after the restart: is undone', () =>
      lanes?.use(async (lane) => {
        const killing = { first: 'rollout.watch.looked', abort: true };
        expect(await killedRun(lane, scenario, killing)).toEqual(ending('aborted'));
      }));
});
