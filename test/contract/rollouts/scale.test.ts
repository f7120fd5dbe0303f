/** More and fewer containers of what runs, under load; what was chosen lasts, and the way back stays a switch. */
import { expect, it } from 'vitest';
import type { Preview } from '../../../shared/api/releases.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { EnvironmentStatus } from '../../../shared/domain/project.ts';
import { ask, load } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const [one, two] = [await set.release('one'), await set.release('two')];
const scale = async (replicas: number): Promise<Operation> =>
  set.settled((await set.begin('environment.scale', { environment: 'production', service: 'web', replicas })).id);
const serving = async (): Promise<string[] | undefined> => (await set.containers())['serving'];
const done = { status: 'done', problem: null };

it('starts more and lets some finish, without a failed request', async () => {
  await set.promote(one);
  await set.promote(two);
  const wish = { project: set.project, environment: 'production', service: 'web', replicas: 3 };
  const preview = await set.engine.call<Preview>('scale.preview', wish);
  expect(preview).toMatchObject({ refusal: null, comes: { count: 0 }, leaves: { count: 0 } });
  expect(preview.steps.length).toBeGreaterThan(0);
  expect(await serving()).toEqual(['web-r1-1', 'web-r2-1']);
  const clients = load(set.port);
  expect(await scale(3)).toMatchObject(done);
  expect(await serving()).toEqual(['web-r1-1', 'web-r2-1', 'web-r2-2', 'web-r2-3']);
  expect(await scale(2)).toMatchObject(done);
  expect(await serving()).toEqual(['web-r1-1', 'web-r2-1', 'web-r2-2']);
  expect((await clients.stop()).failures).toEqual([]);
  // The warm one is where it was, with whatever is open on it.
  expect(await set.inFront("echo 'show servers state web.8080.blue' | nc 127.0.0.1 20001")).toContain('web-r1-1');
  expect(await set.running()).toMatchObject({ number: 4, cause: 'scale', release: two });
  const { status } = await set.engine.call<{ status: EnvironmentStatus }>('environment.get', {
    project: set.project,
    environment: 'production',
  });
  expect(status).toMatchObject({
    drift: [],
    health: 'healthy',
    front: { warm: 1 },
    rollback: { revision: 1, way: 'switch' },
  });
});

it('goes back by a switch, and then to as many as were chosen', async () => {
  const clients = load(set.port);
  const { id } = await set.begin('rollback.start', { environment: 'production' });
  const operation = await set.settled(id);
  expect(operation).toMatchObject(done);
  expect(operation.steps.slice(0, 2)).toMatchObject([{ id: 'traffic.shift' }, { id: 'side.start' }]);
  expect((await clients.stop()).failures).toEqual([]);
  expect((await ask(set.port)).text).toBe('one');
  expect(await serving()).toEqual(['web-r1-1', 'web-r1-2', 'web-r2-1', 'web-r2-2']);
  expect(await set.promote(two)).toMatchObject({ status: 'done' });
  expect(await serving()).toEqual(['web-r1-1', 'web-r1-2', 'web-r6-1', 'web-r6-2']);
});

it('goes down to none, and up again', async () => {
  expect(await scale(0)).toMatchObject(done);
  expect((await ask(set.port)).status).toBe(503);
  expect(await scale(1)).toMatchObject(done);
  expect((await ask(set.port)).text).toBe('two');
  await expect(
    set.begin('environment.scale', { environment: 'production', service: 'web', replicas: 1 }),
  ).rejects.toMatchObject({ problem: { code: 'refused.already-running' } });
});
