/** The engine is killed with some containers of each side there: it goes on, or back, and no request fails. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, killedRun } from './kill.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import { frontedPromotion } from './scenarios.ts';

describe('killed while rolling', { timeout: 600_000 }, () => {
  let lanes: Lanes | undefined;
  beforeAll(async () => {
    const production = 'replicas: { web: 2 }, rollout: { strategy: rolling }';
    lanes = await makeLanes(1, { front: true, environments: ['production'], production });
  });
  afterAll(() => lanes?.remove());

  for (const [at, ends] of [
    ['side.stop.drained', 'done'],
    ['side.stop.stopped', 'aborted'],
    ['side.start.started#2', 'aborted'],
    ['traffic.shift.effect', 'done'],
  ] as const)
    it(`at ${at}: ends ${ends}`, () =>
      lanes?.use(async (lane) => {
        const run = await killedRun(lane, frontedPromotion, { first: at, abort: ends === 'aborted' });
        expect(run).toEqual(ending(ends));
      }));
});
