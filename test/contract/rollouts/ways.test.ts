/** Into a front and out of it, canaries, and everything that goes wrong on the way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { label } from '../../../electron/targets/labels.ts';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { ask, load, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const [one, two] = [await set.release('one'), await set.release('two')];
// The last one: its Dockerfile stays.
const broken = await set.release('broken', { Dockerfile: `FROM ${baseImageName}\nEXPOSE 8080\nCMD ["false"]\n` });
const text = async (): Promise<string> => (await ask(set.port)).text;
const done = { status: 'done', problem: null };

describe('an environment whose service owns its port', () => {
  it('comes behind a front with its next deployment, and leaves it again', async () => {
    await set.declare('{ strategy: rehearsed }');
    expect(await set.promote(one)).toMatchObject(done);
    expect(await set.containers()).toEqual({ serving: ['web-r1-1'] });

    await set.declare('{ strategy: blue-green }');
    expect(await set.promote(two)).toMatchObject(done);
    expect(await text()).toBe('two');
    expect(await set.containers()).toEqual({ serving: ['web-r2-1'], front: [expect.stringMatching(/^front-/)] });

    await set.declare('{ strategy: rehearsed }');
    expect(await set.promote(one)).toMatchObject(done);
    expect(await text()).toBe('one');
    expect(await set.containers()).toEqual({ serving: ['web-r3-1'] });
  });

  it('has its port back when what comes behind a front cannot get well', async () => {
    await set.declare('{ strategy: blue-green }');
    const operation = await set.promote(broken);
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'failed.unhealthy' } });
    expect(await text()).toBe('one');
    expect(await set.containers()).toEqual({ serving: ['web-r3-1'] });
  });

  it('is refused a front whose image cannot be had, and says what to do', async () => {
    await set.declare('{ strategy: blue-green }', 'slipway-test/no-such-front:1');
    const operation = await set.promote(two);
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'refused.front-image' } });
    expect(operation.problem?.hint).toContain('front.image');
    expect(await text()).toBe('one');
    await set.declare('{ strategy: blue-green }');
    expect(await set.promote(two)).toMatchObject(done);
  });
});

describe('behind a front', () => {
  it('nobody notices a release that cannot get well', async () => {
    const clients = load(set.port);
    const operation = await set.promote(broken);
    const { failures, answers } = await clients.stop();
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'failed.unhealthy' } });
    expect(failures).toEqual([]);
    expect([...answers.keys()]).toEqual(['two']);
  });

  it('nobody notices a load balancer that could not start with its new configuration', async () => {
    process.env['SHOP_PEM'] = 'this is no certificate';
    onTestFinished(() => {
      delete process.env['SHOP_PEM'];
    });
    await set.declare('{ strategy: blue-green }', undefined, ', certificate: SHOP_PEM');
    const before = await set.containers();
    const clients = load(set.port);
    const operation = await set.promote(one);
    expect((await clients.stop()).failures).toEqual([]);
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'failed.front-configuration' } });
    expect(operation.problem?.details).toMatchObject({ output: expect.stringContaining('front.pem') as string });
    expect(await set.containers()).toEqual(before);
    const filters = { label: [`${label.project}=${set.project}`, `${label.role}=check`] };
    expect(await set.docker.listContainers({ all: true, filters })).toEqual([]);
  });

  it('a canary takes its share, then all of it', async () => {
    await set.declare('{ strategy: canary, steps: [20, 60], hold: 1500ms, warm: 0s }');
    const clients = load(set.port);
    const operation = await set.promote(one);
    const { failures, answers } = await clients.stop();
    expect(operation).toMatchObject(done);
    expect(failures).toEqual([]);
    expect(answers.get('one')).toBeGreaterThan(0);
    expect(answers.get('two')).toBeGreaterThan(0);
    const [first, second] = operation.steps.filter(({ id }) => id.startsWith('traffic.shift'));
    expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThanOrEqual(1500);
    // Nothing was to be kept warm.
    expect((await set.containers())['serving']).toHaveLength(1);
  });

  it('a canary that is aborted leaves everything as it was, and no request fails', async () => {
    await set.declare('{ strategy: canary, steps: [50], hold: 1h }');
    expect(await text()).toBe('one');
    const clients = load(set.port);
    const { id } = await set.begin('promotion.start', { release: two, to: 'production' });
    const before = await set.running();
    await untilTrue(async () => (await text()) === 'two');
    await set.engine.call('operation.abort', { operation: id });
    expect(await set.settled(id)).toMatchObject({ status: 'aborted' });
    const { failures } = await clients.stop();
    expect(failures).toEqual([]);
    for (let round = 0; round < 10; round += 1) expect(await text()).toBe('one');
    expect(await set.running()).toEqual(before);
    expect((await set.containers())['serving']).toHaveLength(1);
  });

  it('a front that was killed comes back by itself, to the same version', async () => {
    const [front = ''] = (await set.containers())['front'] ?? [];
    const named = await set.docker.listContainers({ filters: { name: [front] } });
    const { State } = await set.docker.getContainer(named[0]?.Id ?? '').inspect();
    // Not by the engine, which would take it for a wish that it stays stopped.
    process.kill(State.Pid, 'SIGKILL');
    await sleep(100);
    await untilTrue(async () => (await text()) === 'one');
  });

  it('replicas share the requests, each replaced without a failed one', async () => {
    await set.declare('{ strategy: blue-green }, replicas: { web: 3 }');
    const clients = load(set.port);
    expect(await set.promote(two)).toMatchObject(done);
    expect((await clients.stop()).failures).toEqual([]);
    expect((await set.containers())['serving']?.filter((name) => name.startsWith('web-r'))).toHaveLength(4);
    await set.declare('{ strategy: blue-green, warm: 0s }, replicas: { web: 0 }');
    expect(await set.promote(one)).toMatchObject(done);
    expect((await ask(set.port)).status).toBe(503);
  });
});
