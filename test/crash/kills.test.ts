/** The engine is killed in the middle of every operation, once at each point that `killPoints` names, and goes on from there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, killedRun, passedPoints } from './kill.ts';
import { killedCreation } from './places.ts';
import type { Lane } from './lane.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import {
  build,
  failedRehearsal,
  failure,
  firstDeployment,
  killPoints,
  promotion,
  removal,
  rollback,
  lanePick,
  lanePublish,
  laneScenarios,
} from './scenarios.ts';

let lanes: Lanes | undefined;
beforeAll(async () => {
  lanes = await makeLanes(2);
});
afterAll(() => lanes?.remove());

/** Works in a lane of its own. */
function use(work: (lane: Lane) => Promise<void>): Promise<void> {
  if (!lanes) throw new Error('The lanes were not prepared.');
  return lanes.use(work);
}

for (const scenario of [
  build,
  firstDeployment,
  promotion,
  rollback,
  removal,
  failure,
  failedRehearsal,
  ...laneScenarios,
]) {
  const ends = scenario === failure || scenario === failedRehearsal ? 'failed' : 'done';
  describe.concurrent(`killed while ${scenario.name}`, { timeout: 600_000 }, () => {
    it('passes exactly the points that are known', () =>
      use(async (lane) => {
        if (scenario === rollback) await killedRun(lane, scenario, { first: 'operation.started' });
        expect(await passedPoints(lane, scenario, ends)).toEqual(scenario.points);
      }));

    for (const point of killPoints(scenario)) {
      it(`at ${point}: ends ${ends}`, () =>
        use(async (lane) => {
          expect(await killedRun(lane, scenario, { first: point })).toEqual(ending(ends));
        }));
    }
  });
}

describe.concurrent('killed while promoting, and again while recovering', { timeout: 600_000 }, () => {
  const pairs = [
    ['containers.rehearse.started', 'containers.rehearse.started'],
    ['containers.rehearse.effect', 'containers.switch.created'],
    ['containers.switch.stopped', 'containers.switch.stopped'],
    ['containers.switch.started', 'containers.switch.probed'],
    ['revision.record.effect', 'revision.record.probed'],
    ['containers.retire.effect', 'containers.retire.probed'],
    ['containers.retire.outcome', 'operation.finished'],
  ] as const;
  for (const [first, second] of pairs) {
    it(`at ${first}, then at ${second}: ends done`, () =>
      use(async (lane) => {
        expect(await killedRun(lane, promotion, { first, then: [second] })).toEqual(ending('done'));
      }));
  }
});

describe.concurrent('killed while promoting, and aborted at once after the restart', { timeout: 600_000 }, () => {
  const early = [
    'operation.started',
    'containers.rehearse.started',
    'containers.switch.stopped',
    'containers.switch.started',
  ];
  for (const point of early) {
    it(`at ${point}: is undone`, () =>
      use(async (lane) => {
        expect(await killedRun(lane, promotion, { first: point, abort: true })).toEqual(ending('aborted'));
      }));
  }
  it('just before the commit: is undone if the abort was acknowledged', () =>
    use(async (lane) => {
      const { status, broken } = await killedRun(lane, promotion, { first: 'deployment.verify.outcome', abort: true });
      expect(['aborted', 'done']).toContain(status);
      expect(broken).toEqual([]);
    }));
  it('after the commit: the abort is refused, and it ends done', () =>
    use(async (lane) => {
      expect(await killedRun(lane, promotion, { first: 'revision.record.effect', abort: true })).toEqual(
        ending('done'),
      );
    }));
});

describe.concurrent(
  'killed while a lane is edited, and aborted at once after the restart',
  { timeout: 600_000 },
  () => {
    for (const [scenario, points] of [
      [lanePick, ['operation.started', 'lane.keep.effect', 'lane.branch.effect']],
      [lanePublish, ['lane.publish.effect', 'lane.publish.outcome']],
    ] as const)
      for (const point of points)
        it(`${scenario.name}, at ${point}: is undone`, () =>
          use(async (lane) => {
            const { status, broken } = await killedRun(lane, scenario, { first: point, abort: true });
            // The abort may come too late for a step that takes no time.
            expect(['aborted', 'done']).toContain(status);
            expect(broken).toEqual([]);
          }));
  },
);

describe.concurrent('killed while a branch is given its environment', { timeout: 600_000 }, () => {
  // As the release is recorded, between its build and its promotion, as the promotion begins, and in its middle.
  for (const point of [
    'release.record.effect',
    'operation.finished',
    'operation.started#2',
    'containers.switch.created',
  ])
    it(`at ${point}: it comes by itself, once`, () =>
      use(async (lane) => {
        expect(await killedCreation(lane, point)).toEqual([]);
      }));
});
