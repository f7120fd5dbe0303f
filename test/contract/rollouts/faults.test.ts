/** What happens to an environment from outside, and how it comes right again by itself, as its record says. */
import { expect, it } from 'vitest';
import { label } from '../../../electron/targets/labels.ts';
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
  // By its project too: other tests work on the engine at the same time, and a name is found anywhere in another.
  const filters = { name: [name], label: [`${label.project}=${set.project}`] };
  const [found] = await set.docker.listContainers({ filters });
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
  // Counted before it is begun, and there only after.
  const repairs = async (): Promise<number> =>
    [...(await status()).healthText.matchAll(/put right (?:once|(\d+) times)/g)].reduce(
      (sum, [, times]) => sum + Number(times ?? 1),
      0,
    );
  const wellAfter = (least: number) => async (): Promise<boolean> =>
    (await repairs()) >= least && (await set.containers())['serving']?.length === 2;
  const killed = await container('serving');
  await killed.kill();
  await untilTrue(wellAfter(1), patienceMs);
  await (await container('serving')).remove({ force: true });
  await untilTrue(wellAfter(2), patienceMs);
  await untilTrue(async () => (await status()).health === 'healthy', patienceMs);
  expect((await status()).drift).toEqual([]);
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
