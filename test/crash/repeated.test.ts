/** The engine is killed at every point, one engine after the other, and at any time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, killedRun } from './kill.ts';
import type { Lane } from './lane.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import { build, failure, firstDeployment, promotion, rollback, type Scenario } from './scenarios.ts';

/** How often the engine is killed at a time of chance; more for a soak test. */
const rounds = Number(process.env['SLIPWAY_CRASH_ROUNDS'] ?? 4);
const seed = Number(process.env['SLIPWAY_CRASH_SEED'] ?? 20_261);

let lanes: Lanes | undefined;
beforeAll(async () => {
  lanes = await makeLanes(2, { rich: true });
});
afterAll(() => lanes?.remove());

/** Works in a lane of its own. */
function use(work: (lane: Lane) => Promise<void>): Promise<void> {
  if (!lanes) throw new Error('The lanes were not prepared.');
  return lanes.use(work);
}

/**
 * The points in an order in which every engine reaches the next one; an arrival counts from the engine's start. Where an
 * effect was complete, the probe finds it so and the step's own last point is not passed again.
 */
function chainOf({ points }: Scenario): string[] {
  const twice = points.filter((point) => point === 'image.build.intent' || point === 'image.build.effect');
  return points.flatMap((point) => {
    // What waits for a job is never rehearsed.
    if (point.startsWith('containers.rehearse')) return [];
    if (point === 'operation.finished' || point === 'containers.switch.effect') return [];
    if (point === 'environment.prepare.outcome') return ['dependencies.ensure.intent', 'dependencies.ensure.effect'];
    // One arrival for each of three services.
    if (point === 'containers.switch.started') return [point, `${point}#2`, `${point}#3`];
    if (point === 'containers.switch.stopped') return [point, `${point}#2`, `${point}#3`];
    if (point === 'image.build.outcome') return twice; // the second image
    return point.endsWith('.outcome') ? [] : [point];
  });
}

describe.concurrent(
  'killed at every point, one engine after the other, with a job and a dependency',
  { timeout: 600_000 },
  () => {
    for (const [scenario, ends] of [
      [build, 'done'],
      [firstDeployment, 'done'],
      [promotion, 'done'],
      [rollback, 'done'],
      [failure, 'failed'],
    ] as const) {
      it(`${scenario.name}: ends ${ends}`, () =>
        use(async (lane) => {
          const [first = '', ...then] = chainOf(scenario);
          expect(await killedRun(lane, scenario, { first, then })).toEqual(ending(ends));
        }));
    }
  },
);

describe.concurrent(`killed at any time (seed ${String(seed)})`, { timeout: 600_000 }, () => {
  const random = randomFrom(seed);
  const all = [build, promotion, rollback, firstDeployment, failure];
  for (let round = 0; round < rounds; round += 1) {
    const scenario = all[round % all.length] ?? promotion;
    const afterMs = Math.floor(random() * 2500);
    const abort = random() < 0.3;
    it(`after ${String(afterMs)} ms of ${scenario.name}${abort ? ', then aborted' : ''}`, () =>
      use(async (lane) => {
        const { status, broken } = await killedRun(lane, scenario, { first: { afterMs }, abort });
        expect(broken).toEqual([]);
        expect(['done', scenario === failure ? 'failed' : 'done', ...(abort ? ['aborted'] : [])]).toContain(status);
      }));
  }
});

/** Mulberry32: a run can be repeated by its seed. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
