/** The engine is killed in the middle of a run of the pipeline: stages run anew, and what follows is begun once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImageName } from '../fixtures/engine/index.ts';
import { ending, killedRun, passedPoints } from './kill.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import { deployedRun, failedRun, killPoints, wholeRun } from './scenarios.ts';

const stage = (run: string, more: string): string => `{ run: "${run}", in: "${baseImageName}", ${more} }`;
const pipeline = `{ test: ${stage('echo tested; ! grep -q fails www/index.html', 'after: []')}, late: ${stage('echo late', 'after: release')} }`;

let lanes: Lanes | undefined;
beforeAll(async () => {
  lanes = await makeLanes(2, { pipeline, environments: ['production'] });
});
afterAll(() => lanes?.remove());

for (const [scenario, ends] of [
  [wholeRun, 'done'],
  [failedRun, 'failed'],
] as const)
  describe.concurrent(`killed while ${scenario.name}`, { timeout: 600_000 }, () => {
    it('passes exactly the points that are known', () =>
      lanes?.use(async (lane) => {
        expect(await passedPoints(lane, scenario, ends)).toEqual(scenario.points);
      }));

    const late = ['recorded', 'started', 'ended', 'effect'].map((point) => `stages.run.${point}#2`);
    // What builds and records a release is killed elsewhere.
    const own = [...new Set(killPoints(scenario))].filter((point) => point.startsWith('stages.run'));
    for (const point of [...own, ...(scenario === wholeRun ? late : [])])
      it(`at ${point}: ends ${ends}`, () =>
        lanes?.use(async (lane) => {
          expect(await killedRun(lane, scenario, { first: point })).toEqual(ending(ends));
        }));
  });

describe.concurrent('killed while running a pipeline', { timeout: 600_000 }, () => {
  it('at stages.run.started, and aborted at once after the restart: is undone', () =>
    lanes?.use(async (lane) => {
      expect(await killedRun(lane, wholeRun, { first: 'stages.run.started', abort: true })).toEqual(ending('aborted'));
    }));

  it('when the deployment that follows has begun: it is the only one', () =>
    lanes?.use(async (lane) => {
      expect(await killedRun(lane, deployedRun, { first: 'run.deploy.begun' })).toMatchObject({
        status: 'done',
        problem: null,
      });
    }));
});
