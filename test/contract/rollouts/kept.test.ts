/** What dies while a rollout is at work: the rollout itself puts it right, and goes on or back. */
import { label } from '../../../electron/targets/labels.ts';
import { expect, it } from 'vitest';
import { ask, load, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const [one, two] = [await set.release('one'), await set.release('two')];
const text = async (): Promise<string> => (await ask(set.port)).text;
const answers = async (): Promise<boolean> => /^(one|two)$/.test(await text());
const running = async (role: string, name: string): Promise<string | undefined> =>
  (await set.containers())[role]?.find((one) => one.startsWith(name));
const container = async (role: string, name: string) => {
  // By its project too: a name is found anywhere in those of other tests that are at work.
  const filters = { name: [(await running(role, name)) ?? '?'], label: [`${label.project}=${set.project}`] };
  const found = await set.docker.listContainers({ filters });
  return set.docker.getContainer(found[0]?.Id ?? '');
};
/** As a crash would end it: what starts by itself otherwise stays dead. */
const kill = async (role: string, name: string): Promise<void> => {
  const killed = await container(role, name);
  await killed.kill();
  await killed.wait();
};
const patienceMs = 20_000;

it('a load balancer or a container of the old side that dies in the middle of a canary is there again', async () => {
  expect(await set.promote(one)).toMatchObject({ status: 'done' });
  await set.declare('{ strategy: canary, steps: [50], hold: 1h }');
  const { id } = await set.begin('promotion.start', { release: two, to: 'production' });
  await untilTrue(async () => (await text()) === 'two', patienceMs);

  await kill('front', 'front');
  await untilTrue(answers, patienceMs);
  await kill('serving', 'web-r1');
  await untilTrue(async () => (await running('serving', 'web-r1')) !== undefined, patienceMs);
  await untilTrue(async () => (await text()) === 'one', patienceMs);

  // Nobody has looked again when it is aborted: the way back needs both.
  await kill('serving', 'web-r1');
  await kill('front', 'front');
  await set.engine.call('operation.abort', { operation: id, why: 'enough' });
  expect(await set.settled(id)).toMatchObject({ status: 'aborted' });
  await untilTrue(async () => (await text()) === 'one', patienceMs);
  expect(await set.containers()).toEqual({ serving: ['web-r1-1'], front: [expect.stringMatching(/^front-/)] });
}, 120_000);

it('a load balancer that is removed while the number of containers changes is made anew', async () => {
  const { id } = await set.begin('environment.scale', { environment: 'production', service: 'web', replicas: 2 });
  await (await container('front', 'front')).remove({ force: true });
  expect(await set.settled(id)).toMatchObject({ status: 'done' });
  expect((await set.containers())['serving']).toHaveLength(2);
  await untilTrue(answers, patienceMs);
}, 120_000);

it('a canary that dies is taken back by itself, and the old side answers for it meanwhile', async () => {
  // Without any check that would see it.
  await set.declare(
    '{ strategy: canary, steps: [50], hold: 1h }, verify: { checks: [ { traffic: { latency: 10s } } ] }',
  );
  const before = (await set.containers())['serving'] ?? [];
  const { id } = await set.begin('promotion.start', { release: two, to: 'production' });
  await untilTrue(async () => (await text()) === 'two', patienceMs);
  for (const name of (await set.containers())['serving'] ?? []) if (!before.includes(name)) await kill('serving', name);
  // What is sent there until the load balancer has found out is lost; from then on nobody is.
  await untilTrue(async () => {
    const servers = (await set.inFront("echo 'show stat -1 4 -1' | nc 127.0.0.1 20001")).split('\n');
    return servers.filter((line) => /^web\..*,UP[, ]/.test(line)).length === before.length;
  }, patienceMs);
  const clients = load(set.port);
  const ended = await set.settled(id);
  const { failures, answers } = await clients.stop();
  expect(ended).toMatchObject({ status: 'failed', problem: { code: 'failed.unhealthy' } });
  expect(failures).toEqual([]);
  expect([...answers.keys()]).toEqual(['one']);
}, 120_000);
