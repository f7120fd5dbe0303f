import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hostOf } from '../../../shared/domain/front.ts';
import { problemOfCall } from '../docker/setting.ts';
import { ask, behind, frontSetting, load, shape, untilTrue, untilUp } from './setting.ts';

const set = await frontSetting();
const { target } = set;

describe.each(['nc', 'bash'] as const)('a front whose image has %s', (talker) => {
  it('is told where the traffic goes, and says so', async () => {
    await set.web(1);
    const { front, port } = await set.start(`talk-${talker}`, { talker });
    await front.place(behind('blue', 1));
    await untilUp(front);
    const ofBlue = <One extends { colour: string }>(all: readonly One[]) => all.find(({ colour }) => colour === 'blue');
    const requests = async (): Promise<number> => ofBlue(await front.counts())?.requests ?? 0;
    const before = await requests();
    expect((await ask(port)).text).toBe('1');
    // It counts an answer when it is through with it, which is after we have it.
    await untilTrue(async () => (await requests()) !== before);
    expect(await requests()).toBe(before + 1);
    const { traffic, backends } = await front.state();
    expect(traffic).toEqual({ stable: 'blue', canary: null, share: 0 });
    expect(ofBlue(backends)).toMatchObject({ slots: [{ host: hostOf('web', 1, 1), up: true, heldBack: false }] });
  });
});

describe('switching', () => {
  it('loses no request in twenty switches to and fro, over connections that are kept and not', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    const { front, port } = await set.start('switch', { backends: { ...behind('blue', 1), ...behind('green', 2) } });
    await untilUp(front);
    const clients = load(port);
    for (let round = 0; round < 20; round += 1) {
      const stable = round % 2 === 0 ? 'green' : 'blue';
      await front.shift({ stable, canary: null, share: 0 });
      expect((await ask(port)).text).toBe(stable === 'green' ? '2' : '1');
    }
    const { answers, failures } = await clients.stop();
    expect(failures).toEqual([]);
    expect([...answers.keys()].sort()).toEqual(['1', '2']);
  });

  it('sends the canary its share, none of it and all of it', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    const { front, port } = await set.start('share', { backends: { ...behind('blue', 1), ...behind('green', 2) } });
    await untilUp(front);
    const seen = async (share: number): Promise<number> => {
      await front.shift({ stable: 'blue', canary: 'green', share });
      let canary = 0;
      // Few at once: the web servers behind it are small.
      for (let asked = 0; asked < 400; asked += 8) {
        const answers = await Promise.all(Array.from({ length: 8 }, () => ask(port)));
        canary += answers.filter(({ text }) => text === '2').length;
      }
      return canary;
    };
    expect(await seen(0)).toBe(0);
    // 400 draws at 25 %: six standard deviations around 100.
    expect(Math.abs((await seen(25)) - 100)).toBeLessThan(52);
    expect(await seen(100)).toBe(400);
  });

  it('answers with the old version where nobody of the canary is there, but not to testers', async () => {
    const [, canary] = await Promise.all([set.web(1), set.web(2)]);
    const { front, port } = await set.start('nobody', {
      shape: shape({ testers: { by: 'header', name: 'X-Try', value: 'me' } }),
      backends: { ...behind('blue', 1), ...behind('green', 2) },
    });
    await untilUp(front);
    await front.shift({ stable: 'blue', canary: 'green', share: 50 });
    await target.stopContainer(canary, 0);
    await untilTrue(async () => (await front.state()).backends.some(({ slots }) => slots.some(({ up }) => !up)));
    for (let round = 0; round < 40; round += 1) expect((await ask(port)).text).toBe('1');
    expect((await ask(port, { headers: { 'X-Try': 'me' } })).status).toBe(503);
    await target.startContainer(canary);
    const answers = new Set<string>();
    await untilTrue(async () => answers.add((await ask(port)).text).size === 2);
  });

  it('sends testers to the canary by their header', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    // One that begins like an option is a value all the same.
    const testers = { by: 'header' as const, name: 'X-Try', value: "-it's me" };
    const { front, port } = await set.start('testers', {
      shape: shape({ testers }),
      backends: { ...behind('blue', 1), ...behind('green', 2) },
    });
    await untilUp(front);
    const tester = () => ask(port, { headers: { 'X-Try': "-it's me" } });
    expect((await tester()).text).toBe('1');
    await front.shift({ stable: 'blue', canary: 'green', share: 0 });
    expect((await tester()).text).toBe('2');
    expect((await ask(port, { headers: { 'X-Try': 'nobody' } })).text).toBe('1');
  });

  it('keeps a client where it was while that side gets anything', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    const [service] = shape().services;
    const { front, port } = await set.start('sticky', {
      shape: shape({ services: [{ ...service!, sticky: true }] }),
      backends: { ...behind('blue', 1), ...behind('green', 2) },
    });
    await untilUp(front);
    const cookie = (await ask(port)).cookie ?? '';
    expect(cookie).toMatch(/^SLIPWAY=blue\./);
    await front.shift({ stable: 'blue', canary: 'green', share: 99 });
    for (let round = 0; round < 20; round += 1) expect((await ask(port, { headers: { cookie } })).text).toBe('1');
    await front.shift({ stable: 'green', canary: null, share: 0 });
    expect((await ask(port, { headers: { cookie } })).text).toBe('2');
  });

  it('lets requests that take long, and large bodies, finish with the version that began them', async () => {
    const script = (name: string, body: string): string =>
      `printf '#!/bin/sh\\n${body}\\n' > /www/cgi-bin/${name} && /bin/busybox chmod 755 /www/cgi-bin/${name}`;
    const head = `echo "Content-Type: text/plain"; echo;`;
    const slow = [
      'mkdir -p /www/cgi-bin',
      script('slow', `sleep 2; ${head} echo slow`),
      script('count', `${head} wc -c`),
      'exec httpd -f -p 8080 -h /www',
    ].join(' && ');
    await Promise.all([set.web(31, slow), set.web(2)]);
    const { front, port } = await set.start('long', { backends: { ...behind('blue', 31), ...behind('green', 2) } });
    await untilUp(front);
    const body = Buffer.alloc(64 * 1024 * 1024);
    const asked = [ask(port, { path: '/cgi-bin/slow' }), ask(port, { path: '/cgi-bin/count', method: 'POST', body })];
    await sleep(100);
    await front.shift({ stable: 'green', canary: null, share: 0 });
    // Also when the side that began them is taken away meanwhile.
    await front.place(behind('green', 2));
    expect((await ask(port)).text).toBe('2');
    expect((await Promise.all(asked)).map(({ text }) => text)).toEqual(['slow', String(body.length)]);
  });
});

describe('containers behind it', () => {
  it('are placed, drained and taken away while others answer', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    const { front, port } = await set.start('place', { backends: behind('blue', 1) });
    await untilUp(front);
    const clients = load(port);
    await front.place(behind('blue', 1, 2));
    await untilUp(front);
    await front.drain('blue', hostOf('web', 1, 1));
    await untilTrue(async () => {
      const slots = (await front.state()).backends.flatMap((one) => one.slots);
      return slots.some((slot) => slot.heldBack && slot.open === 0);
    });
    await front.place(behind('blue', 2));
    for (let round = 0; round < 10; round += 1) expect((await ask(port)).text).toBe('2');
    expect((await clients.stop()).failures).toEqual([]);
    expect((await front.state()).backends.flatMap((one) => one.slots.map((slot) => slot.host))).toEqual([
      hostOf('web', 2, 1),
    ]);
  });

  it('are found again under another address, without anybody telling', async () => {
    const web = await set.web(41);
    const { front, port } = await set.start('moved', { backends: behind('blue', 41) });
    await untilUp(front);
    await target.stopContainer(web, 0);
    await set.web(42); // takes the address that is free now
    await target.startContainer(web);
    await untilTrue(async () => (await ask(port)).text === '41');
  });

  it('that stand still for a moment are waited for: nobody hears that there is none', async () => {
    const name = await set.web(61);
    const { front, port } = await set.start('stalls', { backends: behind('blue', 61) });
    await untilUp(front);
    // More of them than its queue holds: the last are not even connected, as the check is not.
    const clients = load(port, 32);
    const container = set.engine.docker.getContainer(name);
    await container.pause();
    await sleep(1800);
    await container.unpause();
    const { failures, answers } = await clients.stop();
    expect(failures).toEqual([]);
    expect(answers.get('61')).toBeGreaterThan(0);
  });

  it('that die are left out: the others answer', async () => {
    const [one] = await Promise.all([set.web(51), set.web(52)]);
    const { front, port } = await set.start('dies', { backends: behind('blue', 51, 52) });
    await untilUp(front);
    const atWork = 8;
    const clients = load(port, atWork);
    await target.stopContainer(one, 0);
    await untilTrue(async () =>
      (await front.state()).backends.some((backend) => backend.slots.some((slot) => !slot.up)),
    );
    // What is killed in the middle of an answer loses that answer, which nobody else can give: one for each client at most.
    expect((await clients.stop()).failures.length).toBeLessThanOrEqual(atWork);
    const later = load(port, atWork);
    await sleep(300);
    const { failures, answers } = await later.stop();
    expect(failures).toEqual([]);
    expect([...answers.keys()]).toEqual(['52']);
  });

  it('are never up before they are found: nothing goes round in circles', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    const { front, port } = await set.start('circles', { backends: behind('blue', 1) });
    await untilUp(front);
    // Its slots know the front's own address by now.
    await sleep(1500);
    const clients = load(port);
    for (let round = 0; round < 5; round += 1) {
      await front.place({ ...behind('blue', 1), ...behind('green', 2) });
      await untilUp(front);
      await front.shift({ stable: 'green', canary: null, share: 0 });
      expect((await ask(port)).text).toBe('2');
      await front.shift({ stable: 'blue', canary: null, share: 0 });
      await sleep(100);
      await front.place(behind('blue', 1));
      await sleep(700);
    }
    expect((await clients.stop()).failures).toEqual([]);
  });

  it('can be a hundred', async () => {
    const { front } = await set.start('hundred', { shape: shape({ slots: 100 }) });
    const hosts = Array.from({ length: 100 }, (_, index) => hostOf('web', 9, index + 1));
    await front.place({ green: [{ service: 'web', container: 8080, hosts }] });
    const green = (await front.state()).backends.find((one) => one.colour === 'green');
    expect(green?.slots.map((slot) => slot.host)).toEqual(hosts);
    const problem = await problemOfCall(
      front.place({ green: [{ service: 'web', container: 8080, hosts: [...hosts, 'one-more'] }] }),
    );
    expect(problem.code).toBe('failed.front-full');
  });
});

describe('faults', () => {
  it('comes back from a restart with everything that it was told', async () => {
    await Promise.all([set.web(1), set.web(2)]);
    const { front, container, port } = await set.start('restart');
    await front.place({ ...behind('blue', 1), ...behind('green', 2) });
    await untilUp(front);
    await front.shift({ stable: 'blue', canary: 'green', share: 30 });
    const before = await front.state();
    await target.stopContainer(container, 1000);
    await target.startContainer(container);
    await untilUp(front);
    const after = await front.state();
    expect(after.traffic).toEqual(before.traffic);
    expect(after.backends.map((one) => one.slots.map((slot) => slot.host))).toEqual(
      before.backends.map((one) => one.slots.map((slot) => slot.host)),
    );
    expect((await ask(port)).status).toBe(200);
  });

  it('is told again what somebody changed by hand', async () => {
    await set.web(1);
    const { front, container, port } = await set.start('by-hand', { backends: behind('blue', 1) });
    await untilUp(front);
    const exec = await set.engine.docker.getContainer(container).exec({
      Cmd: [
        'sh',
        '-c',
        "echo 'set map /etc/slipway/traffic.map stable amber; set server web.8080.blue/s1 state maint' | nc 127.0.0.1 60999",
      ],
      AttachStdout: true,
    });
    (await exec.start({})).resume();
    await untilTrue(async () => (await ask(port)).status === 503);
    expect((await front.state()).traffic.stable).toBe('amber');
    await front.place(behind('blue', 1));
    await front.shift({ stable: 'blue', canary: null, share: 0 });
    await untilTrue(async () => (await ask(port)).text === '1');
  });

  it('says when it does not run, and when it is another than expected', async () => {
    const { front, container } = await set.start('gone');
    await front.state();
    await target.stopContainer(container, 1000);
    expect((await problemOfCall(front.state())).code).toMatch(/^failed\./);
    await target.startContainer(container);
    await untilTrue(async () => (await front.state()).traffic.stable === 'blue');
    const [service] = shape().services;
    const other = target.front(container, shape({ services: [{ ...service!, service: 'api' }] }));
    expect((await problemOfCall(other.place(behind('blue', 1)))).code).toBe('failed.front-refused');
  });

  it('answers two who ask at once, each with their own', async () => {
    await set.web(1);
    const { front } = await set.start('two', { backends: behind('blue', 1) });
    const states = await Promise.all(Array.from({ length: 10 }, () => front.state()));
    expect(new Set(states.map((state) => JSON.stringify(state.traffic))).size).toBe(1);
  });
});
