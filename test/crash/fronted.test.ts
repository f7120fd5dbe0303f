/** The engine is killed at every point of what it does behind a load balancer: no request may fail, whatever comes of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, killedRun, passedPoints } from './kill.ts';
import type { Lane } from './lane.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import {
  firstDeployment,
  frontedFailure,
  frontedPromotion,
  growing,
  killPoints,
  shrinking,
  switchedRollback,
} from './scenarios.ts';

let lanes: Lanes | undefined;
beforeAll(async () => {
  lanes = await makeLanes(1, { front: true, environments: ['production'] });
});
afterAll(() => lanes?.remove());

function use(work: (lane: Lane) => Promise<void>): Promise<void> {
  if (!lanes) throw new Error('The lanes were not prepared.');
  return lanes.use(work);
}

for (const scenario of [frontedPromotion, switchedRollback, frontedFailure]) {
  const ends = scenario === frontedFailure ? 'failed' : 'done';
  describe(`killed while ${scenario.name}`, { timeout: 600_000 }, () => {
    it('passes exactly the points that are known', () =>
      use(async (lane) => {
        expect(await passedPoints(lane, scenario, ends)).toEqual(scenario.points);
      }));

    for (const point of killPoints(scenario, /^(?:side|front|traffic|containers)\..*(?:ed|effect)$/)) {
      it(`at ${point}: ends ${ends}`, () =>
        use(async (lane) => {
          expect(await killedRun(lane, scenario, { first: point })).toEqual(ending(ends));
        }));
    }
  });
}

describe(
  'killed while promoting behind a load balancer, and aborted at once after the restart',
  { timeout: 600_000 },
  () => {
    for (const point of [
      'side.start.started',
      'front.ensure.created',
      'front.ensure.effect',
      'traffic.shift.shifted',
      'traffic.shift.effect',
    ]) {
      it(`at ${point}: is undone`, () =>
        use(async (lane) => {
          expect(await killedRun(lane, frontedPromotion, { first: point, abort: true })).toEqual(ending('aborted'));
        }));
    }
  },
);

describe('killed while the configuration of a load balancer is checked', { timeout: 600_000 }, () => {
  for (const ends of ['done', 'aborted'] as const)
    it(`ends ${ends}, and nothing is left of the check`, () =>
      use(async (lane) => {
        const killing = { first: 'front.ensure.checking', abort: ends === 'aborted' };
        expect(await killedRun(lane, firstDeployment, killing)).toEqual(ending(ends));
      }));
});

// Last: the number of containers lasts.
describe('killed while the number of containers changes', { timeout: 600_000 }, () => {
  const kills = [
    { scenario: growing, at: 'side.start.started', ends: 'done' },
    { scenario: growing, at: 'side.start.effect', ends: 'aborted' },
    { scenario: shrinking, at: 'side.stop.drained', ends: 'done' },
    { scenario: shrinking, at: 'side.stop.stopped', ends: 'aborted' },
    { scenario: shrinking, at: 'side.remove.effect', ends: 'done' },
  ] as const;
  for (const { scenario, at, ends } of kills) {
    it(`${scenario.name}, at ${at}: ends ${ends}`, () =>
      use(async (lane) => {
        expect(await killedRun(lane, scenario, { first: at, abort: ends === 'aborted' })).toEqual(ending(ends));
      }));
  }
});
