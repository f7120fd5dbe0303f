import { expect, it } from 'vitest';
import type { Preview } from '../../../shared/api/releases.ts';
import { ask, load, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const [one, two] = [await set.release('one'), await set.release('two')];
const text = async (): Promise<string> => (await ask(set.port)).text;

it('deploys for the first time behind the front', async () => {
  const operation = await set.promote(one);
  expect(operation.problem).toBeNull();
  expect(operation.status).toBe('done');
  expect(await text()).toBe('one');
  expect(await set.containers()).toMatchObject({ serving: ['web-r1-1'], front: [expect.stringMatching(/^front-/)] });
});

it('promotes under load without a failed request, and keeps the old side warm', async () => {
  const clients = load(set.port);
  const operation = await set.promote(two);
  const { failures, answers } = await clients.stop();
  expect(operation.problem).toBeNull();
  expect(failures).toEqual([]);
  expect([...answers.keys()].sort()).toEqual(['one', 'two']);
  expect(await text()).toBe('two');
  expect(await set.containers()).toMatchObject({ serving: ['web-r1-1', 'web-r2-1'] });
});

it('rolls back by a switch, and rolls that back too', async () => {
  const preview = await set.engine.call<Preview>('rollback.preview', {
    project: set.project,
    environment: 'production',
  });
  expect(preview.steps.map(({ id }) => id)).toEqual([
    'traffic.shift',
    'deployment.verify',
    'revision.record',
    'containers.retire',
  ]);
  expect(preview.notices[0]).toBe('By switch: revision 1 is still warm behind the load balancer. Nothing is started.');
  const clients = load(set.port);
  for (const expected of ['one', 'two', 'one']) {
    const operation = await set.settled((await set.begin('rollback.start', { environment: 'production' })).id);
    expect(operation.problem).toBeNull();
    expect(await text()).toBe(expected);
  }
  expect((await clients.stop()).failures).toEqual([]);
  expect(await set.running()).toMatchObject({ number: 5, release: one, cause: 'rollback' });
});

it('stops what is warm when its time is over, and then goes back by a start', async () => {
  await set.declare('{ strategy: blue-green, warm: 1s }');
  expect(await set.promote(two)).toMatchObject({ status: 'done' });
  await untilTrue(async () => (await set.containers())['serving']?.length === 1);
  const preview = await set.engine.call<Preview>('rollback.preview', {
    project: set.project,
    environment: 'production',
  });
  expect(preview.notices[0]).toMatch(/^By start: Revision \d is not kept warm any more\. Its images are here\.$/);
  const clients = load(set.port);
  const operation = await set.settled((await set.begin('rollback.start', { environment: 'production' })).id);
  expect(operation.problem).toBeNull();
  expect((await clients.stop()).failures).toEqual([]);
  expect(await text()).toBe('one');
});
