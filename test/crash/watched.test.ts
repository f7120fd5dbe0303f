/** The engine is killed while it watches a rollout: the watch goes on, and what it finds is what happens. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenPromises } from './checks.ts';
import { startEngineUnderTest } from './engine-under-test.ts';
import { ending, killedRun } from './kill.ts';
import { newKey, settled } from './lane.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import { watchedFailure, watchedPromotion } from './scenarios.ts';

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
      const folder = mkdtempSync(join(tmpdir(), 'slipway-points-'));
      const record = join(folder, 'points');
      const engine = await startEngineUnderTest(lane.data, { record });
      try {
        const { begin } = await scenario.prepare(lane, engine.client);
        const operation = await settled(engine.client, (await begin(engine.client, newKey())).id);
        expect(operation.status).toBe(ends);
        expect(readFileSync(record, 'utf8').trim().split('\n')).toEqual(scenario.points);
        expect(await brokenPromises(lane, engine.client, operation)).toEqual([]);
      } finally {
        await engine.kill();
        rmSync(folder, { recursive: true, force: true });
      }
    }));

  // What moves the traffic and starts containers is killed elsewhere.
  for (const point of scenario.points.filter((name) => /^rollout\.watch|judged$/.test(name)))
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
