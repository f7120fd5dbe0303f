/** Shells in running containers, on a real engine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../../shared/api/events.ts';
import { shellWindowCharacters } from '../../../shared/api/shell.ts';
import { dockerTarget } from '../../../electron/targets/docker.ts';
import { label } from '../../../electron/targets/labels.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { runSetting } from '../runs/setting.ts';
import { openShell, refusal } from './typist.ts';

const set = await runSetting({ SLIPWAY_TEST_TOKEN: 'hunter22-secret' });
const inQa = { environment: 'qa', service: 'web' };

/** Processes of a container by their command lines. */
async function processes(container: string): Promise<string[]> {
  const found = (await set.docker.getContainer(container).top({ ps_args: '-o pid,args' })) as { Processes: string[][] };
  return found.Processes.map((one) => one.at(-1) ?? '');
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });

beforeAll(async () => {
  set.commit(
    `use: { run: "true", in: "${baseImageName}", variables: { TOKEN: "secret:SLIPWAY_TEST_TOKEN" } }`,
    'served',
  );
  expect((await set.run()).status).toBe('passed');
}, 120_000);

describe('a shell in a running container', () => {
  it('is typed into, knows its size, tells how it ended, and is recorded without what was typed', async () => {
    const shell = await openShell(set, { environment: 'qa' });
    await shell.type('busybox stty size; echo dir $(pwd) $TERM\r');
    expect(await shell.until(/dir \/ xterm-256color/)).toContain('30 100');
    await shell.resize(61, 17);
    await shell.type('busybox stty size; echo über-$((40+2)) hunter22-secret\r');
    const printed = await shell.until(/über-42 \S+\r\n/);
    expect(printed).toContain('17 61');
    expect(printed).toContain('über-42 ••••••');
    expect(printed).not.toContain('hunter22');
    await shell.type('exit 7\r');
    expect(await shell.ended).toEqual({ why: 'exit', code: 7 });
    const { events } = await set.call<{ events: RecordedEvent[] }>('events.since', { seq: 0, limit: 1000 });
    const told = events.filter(({ type }) => type.startsWith('shell.'));
    expect(told).toMatchObject([
      {
        type: 'shell.opened',
        environment: 'qa',
        by: 'tester',
        data: { service: 'web', container: shell.container, face: 'terminal' },
      },
      { type: 'shell.ended', environment: 'qa', data: { why: 'exit' } },
    ]);
    expect(JSON.stringify(told)).not.toContain('exit 7');
  });

  it('ends with its connection, and so does what runs in it', async () => {
    const shell = await openShell(set, inQa);
    await shell.type('sleep 4711\r');
    await eventually(() => processes(shell.container)).toContain('sleep 4711');
    await shell.leave();
    await eventually(() => processes(shell.container)).not.toContain('sleep 4711');
    expect((await processes(shell.container)).filter((line) => line.endsWith('sh -i'))).toEqual([]);
  });

  it('makes what floods it wait until it is taken', async () => {
    const shell = await openShell(set, inQa);
    await shell.until(/[#$] /);
    shell.stopTaking();
    await shell.type('yes\r');
    await eventually(() => shell.printed().length).toBeGreaterThan(shellWindowCharacters / 2);
    const memory = process.memoryUsage.rss();
    // On a busy machine what is under way takes a while to arrive; then it stands still.
    const cameInASecond = async (): Promise<number> => {
      const before = shell.printed().length;
      await sleep(1000);
      return shell.printed().length - before;
    };
    try {
      await expect.poll(cameInASecond, { timeout: 20_000 }).toBe(0);
      expect(shell.printed().length).toBeLessThan(2 * shellWindowCharacters);
      expect(process.memoryUsage.rss() - memory).toBeLessThan(20 * 1024 * 1024);
    } finally {
      await shell.leave();
    }
    await eventually(() => processes(shell.container)).not.toContain('yes');
  });

  it('is refused by name where there is none, and bounded in number', async () => {
    expect(await refusal(set, { environment: 'qa', service: 'db' })).toMatchObject({
      code: 'refused.not-running',
      hint: 'These run: web.',
    });
    const open = await Promise.all(Array.from({ length: 8 }, () => openShell(set, inQa)));
    expect(await refusal(set, inQa)).toMatchObject({ code: 'refused.too-many-shells' });
    await Promise.all(open.map((one) => one.leave()));
    await (await openShell(set, inQa)).leave();
    const other = await set.slipway('shell', 'qa');
    expect(other).toMatchObject({ exitCode: 2 });
  });

  it('says so where the image has no shell, and hangs up what a killed engine left', async () => {
    const engine = dockerTarget(null);
    const name = `${set.project}-noshell`;
    const Labels = { [label.project]: set.project };
    const container = await set.docker.createContainer({ name, Image: baseImageName, Cmd: ['sleep', '600'], Labels });
    await container.start();
    const cut = await container.exec({ Cmd: ['rm', '/bin/sh'], AttachStdout: true });
    for await (const _said of await cut.start({})) continue;
    const open = engine.shells.open(name, { id: 'a1', size: { columns: 80, rows: 24 } });
    const thrown = await open.catch((error: unknown) => error);
    expect(problemFrom(thrown)).toMatchObject({ code: 'refused.no-shell' });
    await container.remove({ force: true });

    const left = await openShell(set, inQa);
    await left.type('sleep 4712\r');
    await eventually(() => processes(left.container)).toContain('sleep 4712');
    await engine.shells.hangUpLeft({ [label.project]: set.project });
    await eventually(() => processes(left.container)).not.toContain('sleep 4712');
    expect((await left.ended)?.why).toBe('exit');
  });
});

describe('a failed stage', () => {
  const broken = `test: { in: "${baseImageName}", network: none, cache: /kept, variables: { PLAIN: plain, TOKEN: "secret:SLIPWAY_TEST_TOKEN" },
  run: "mkdir out; echo evidence > out/trace; echo $PLAIN > /kept/cached; test -z $TOKEN" }`;
  const ofShells = { label: [`${label.project}=${set.project}`, `${label.role}=shell`] };
  const left = async () => [
    ...(await set.docker.listContainers({ all: true, filters: ofShells })),
    ...(await set.docker.listImages({ filters: ofShells })),
  ];

  it('is looked into as it was left, without secrets, until its branch is run again', { timeout: 60_000 }, async () => {
    set.commit(broken, 'broken');
    const { id: run, status } = await set.run();
    expect(status).toBe('failed');
    const place = { run, stage: 'test' };
    const kept = () =>
      set.call<{ until: number | null; reason: Problem | null }>('shell.kept', { project: set.project, ...place });
    expect((await kept()).until).toBeGreaterThan(Date.now() + 59 * 60_000);

    const shell = await openShell(set, place);
    expect(shell.container).not.toContain('_run-');
    await shell.type(
      'pwd; cat out/trace /kept/cached; echo [$TOKEN] $PLAIN $SLIPWAY_STAGE; ls /sys/class/net; echo e > mark; exit\r',
    );
    await shell.until(/\blo\r\n/);
    expect(shell.printed()).toMatch(/\/slipway\/source\r\nevidence\r\nplain\r\n\[\] plain test\r\nlo\r\n/);
    expect(await shell.ended).toEqual({ why: 'exit', code: 0 });
    await eventually(left).toEqual([]);

    const another = await openShell(set, place);
    await another.type('ls mark; echo looked\r');
    await another.until(/\nlooked/);
    expect(another.printed()).toContain('No such file');
    await set.retry(run);
    expect(await another.ended).not.toBeNull();
    await eventually(left).toEqual([]);
    await eventually(async () => (await kept()).reason?.code).toBe('refused.stage-not-kept');
    expect(await refusal(set, { run, stage: 'deploy' })).toMatchObject({ code: 'refused.stage-not-failed' });
  });
});
