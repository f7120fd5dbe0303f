/** What happens to an environment from outside, and how it comes right again by itself, as its record says. */
import { expect, it } from 'vitest';
import type { EnvironmentStatus } from '../../../shared/domain/project.ts';
import { ask, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting({ web: '    deploy: { replicas: 2 }\n' });
const one = await set.release('one');
expect(await set.promote(one)).toMatchObject({ status: 'done' });

/** It is looked every 3 s. */
const patienceMs = 30_000;

const container = async (role: 'front' | 'serving') => {
  const [name = ''] = (await set.containers())[role] ?? [];
  const [found] = await set.docker.listContainers({ filters: { name: [name] } });
  return set.docker.getContainer(found?.Id ?? '');
};
const restart = async (): Promise<void> => {
  await (await container('front')).restart({ t: 1 });
};
const answers = async (): Promise<boolean> => (await ask(set.port)).text === 'one';
const status = async (): Promise<EnvironmentStatus> =>
  (
    await set.engine.call<{ status: EnvironmentStatus }>('environment.get', {
      project: set.project,
      environment: 'production',
    })
  ).status;

it('starts again what dies, makes again what is removed, and says so', async () => {
  const killed = await container('serving');
  await killed.kill();
  await killed.wait();
  await untilTrue(async () => (await set.containers())['serving']?.length === 2, patienceMs);
  await (await container('serving')).remove({ force: true });
  await untilTrue(async () => (await set.containers())['serving']?.length === 2, patienceMs);
  // What was put right is counted when it is well, which is after it is there.
  await untilTrue(async () => /put right \d+ times/.test((await status()).healthText), patienceMs);
  expect(await status()).toMatchObject({ health: 'healthy', drift: [] });
});

it('starts a load balancer again that somebody stopped', async () => {
  await (await container('front')).stop();
  await untilTrue(answers, patienceMs);
});

it('tells the load balancer again what it forgot', async () => {
  await set.inFront('printf "stable amber\\ncanary none\\nshare 0\\n" > /etc/slipway/traffic.map');
  await restart();
  await untilTrue(answers, patienceMs);
  const slot = 'set server web.8080.blue';
  await set.inFront(`echo '${slot}/s1 weight 0; ${slot}/s2 state maint' | nc 127.0.0.1 20001`);
  expect((await ask(set.port)).status).toBe(503);
  await untilTrue(answers, patienceMs);
  await set.inFront('sed -i "s/web-r1-[12]/nobody.invalid/" /etc/slipway/haproxy.cfg');
  await restart();
  await untilTrue(answers, patienceMs);
});

it('makes a load balancer anew whose configuration somebody broke', async () => {
  await set.inFront('echo nonsense > /etc/slipway/haproxy.cfg');
  await restart();
  await untilTrue(answers, 2 * patienceMs);
}, 90_000);

it('takes one of two rollouts that are asked at once', async () => {
  const two = await set.release('two');
  const both = await Promise.allSettled(
    [1, 2].map(() => set.begin('promotion.start', { release: two, to: 'production' })),
  );
  const refused = both.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as { problem: object }] : [],
  );
  expect(refused).toMatchObject([{ problem: { code: 'conflict.environment-busy' } }]);
  const [begun] = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(await set.settled(begun?.id ?? '')).toMatchObject({ status: 'done' });
});
