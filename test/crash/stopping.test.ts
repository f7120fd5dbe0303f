/** Docker goes on stopping a container when the engine that asked for it is dead. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../fixtures/engine/index.ts';
import { brokenPromises } from './checks.ts';
import { startEngineUnderTest } from './engine-under-test.ts';
import { makeLane, newKey, settled, type Lane } from './lane.ts';

const graceMs = 3000;
let lane: Lane | undefined;
beforeAll(async () => {
  lane = await makeLane((await startEngine()).docker, {
    stopsAfter: `${String(graceMs / 1000)}s`,
    environments: ['production'],
  });
});
afterAll(() => lane?.remove());

describe('killed while the old container takes its time to stop', () => {
  for (const [after, ends] of [
    ['and aborted at once after the restart: the old release serves for good', 'aborted'],
    ['and left to go on: the new release serves', 'done'],
  ] as const) {
    it(after, async () => {
      if (!lane) throw new Error('The lane was not prepared.');
      const folder = mkdtempSync(join(tmpdir(), 'slipway-stopping-'));
      const record = join(folder, 'points');
      const doomed = await startEngineUnderTest(lane.data, { record });
      const { operation: begun } = await doomed.client.call('promotion.start', {
        project: lane.project,
        release: lane.two,
        to: 'production',
        key: newKey(),
      });
      while (!existsSync(record) || !readFileSync(record, 'utf8').includes('containers.switch.created')) await sleep(5);
      await sleep(200);
      await doomed.kill();
      expect(readFileSync(record, 'utf8')).not.toContain('containers.switch.stopped');
      rmSync(folder, { recursive: true });

      const engine = await startEngineUnderTest(lane.data);
      try {
        if (ends === 'aborted') await engine.client.call('operation.abort', { operation: begun.id });
        const operation = await settled(engine.client, begun.id);
        expect(operation.status).toBe(ends);
        await sleep(graceMs);
        expect(await brokenPromises(lane, engine.client, operation)).toEqual([]);
      } finally {
        await engine.kill();
      }
    });
  }
});
