/** An application that is too large to stand twice: a few containers at a time, and back from the middle of it. */
import { expect, it } from 'vitest';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { ask, load, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting({ web: '    deploy: { replicas: 3 }\n' });
const testers = 'testers: { header: X-Slipway, value: new }';
await set.declare(`{ strategy: rolling, surge: 1, unavailable: 0, hold: 10ms, ${testers} }`);
const [one, two] = [await set.release('one'), await set.release('two')];
const rollout = async (operation: string): Promise<RolloutState> =>
  (await set.engine.call<{ rollout: RolloutState }>('rollout.get', { operation })).rollout;

it('replaces a few containers at a time under load, and never has more than one too many', async () => {
  expect(await set.promote(one)).toMatchObject({ status: 'done', problem: null });
  const clients = load(set.port);
  const { id } = await set.begin('promotion.start', { release: two, to: 'production' });
  let most = 0;
  const counting = untilTrue(async () => {
    most = Math.max(most, (await set.containers())['serving']?.length ?? 0);
    const { operation } = await set.engine.call<{ operation: Operation }>('operation.get', { operation: id });
    return operation.status === 'done' || operation.status === 'failed';
  }, 120_000);
  expect(await set.settled(id)).toMatchObject({ status: 'done', problem: null });
  await counting;
  expect((await clients.stop()).failures).toEqual([]);
  expect(most).toBe(4);
  expect((await ask(set.port)).text).toBe('two');
  expect((await set.containers())['serving']).toEqual(['web-r2-1', 'web-r2-2', 'web-r2-3']);
});

it('leads testers to what is new, and goes back from the middle without a failed request', async () => {
  await set.declare(`{ strategy: rolling, hold: 1m, ${testers} }`);
  const clients = load(set.port);
  const { id } = await set.begin('promotion.start', { release: one, to: 'production', lose: 'it is a test' });
  await untilTrue(async () => (await rollout(id)).at === 0, 30_000);
  expect(await rollout(id)).toMatchObject({ strategy: 'rolling', share: 25, stable: 2, canary: 3 });
  const tested = await Promise.all(Array.from({ length: 8 }, () => ask(set.port, { headers: { 'X-Slipway': 'new' } })));
  expect(new Set(tested.map((answer) => answer.text))).toEqual(new Set(['one']));
  await set.engine.call('operation.abort', { operation: id });
  expect(await set.settled(id)).toMatchObject({ status: 'aborted' });
  expect((await clients.stop()).failures).toEqual([]);
  expect((await ask(set.port)).text).toBe('two');
  expect((await set.containers())['serving']).toEqual(['web-r2-1', 'web-r2-2', 'web-r2-3']);
});
