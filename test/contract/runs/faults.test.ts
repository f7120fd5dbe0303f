/** Stages that go wrong in every way that a real engine lets them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { runSetting, stageOf, statuses } from './setting.ts';

const set = await runSetting();
const stage = (run: string, more = ''): string => `{ run: ${JSON.stringify(run)}, in: "${baseImageName}"${more} }`;

let gate: Server;
let address = '';
const answers: string[] = [];
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  gate = createServer((request, response) => {
    asked.push(request.url);
    const answer = answers.shift() ?? '{"project":{"status":"OK"}}';
    response.statusCode = answer === 'away' ? 503 : 200;
    response.end(answer);
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((gate.address() as AddressInfo).port)}`;
});
afterAll(() => gate.close());

describe('stages that go wrong', () => {
  it('are ended, said why, and kept, while others beside them go on', { timeout: 180_000 }, async () => {
    const alone = ', after: []';
    set.commit(
      `fails: ${stage('busybox truncate -s 300G reports/huge.xml; echo oh; exit 3', `${alone}, limits: { disk: 400g }, reports: { junit: [reports, none.xml], lcov: big.info }`)}
hangs: ${stage("trap '' TERM; echo here; while true; do sleep 1; done", `${alone}, timeout: 2s`)}
forks: ${stage('f() { f | f & }; while true; do f 2>/dev/null || true; sleep 1; done', `${alone}, timeout: 3s, limits: { processes: 50 }`)}
fills: ${stage('dd if=/dev/zero of=/big bs=1M count=60; sleep 60', `${alone}, timeout: 50s, limits: { disk: 20m }`)}
eats: ${stage('tail /dev/zero', `${alone}, limits: { memory: 24m }`)}
binary: ${stage('head -c 300000 /dev/urandom; echo done', alone)}
silent: ${stage('true', alone)}
alone: ${stage('ls /sys/class/net', `${alone}, network: none`)}
spills: ${stage('sleep 60', `${alone}, limits: { disk: 20m }, services: { db: { image: "${baseImageName}", command: "dd if=/dev/zero of=/big bs=1M count=60; sleep 60" } }`)}
lonely: ${stage('true', `${alone}, services: { db: { image: "${baseImageName}", command: "echo dead; exit 7", ready: "false" } }`)}
shy: ${stage('true', `${alone}, artifacts: out`)}
never: ${stage('true', ', after: silent')}`,
      'faults',
      { 'reports/a b.xml': '<testsuite/>', 'big.info': `SF:x\n${'DA:1,1\n'.repeat(8_000_000)}` },
    );
    const run = await set.run();
    expect(run.status).toBe('failed');
    const said = (name: string) => stageOf(run, name).problem;
    expect(statuses(run)).toMatchObject({
      fails: 'failed',
      hangs: 'failed',
      forks: 'failed',
      fills: 'failed',
      eats: 'failed',
      spills: 'failed',
      binary: 'passed',
      silent: 'passed',
      alone: 'passed',
      lonely: 'failed',
      shy: 'failed',
      never: 'skipped',
      build: 'skipped',
      release: 'skipped',
      deploy: 'skipped',
    });
    expect(stageOf(run, 'fails')).toMatchObject({ code: 3, problem: { code: 'failed.stage' } });
    expect(said('hangs')).toMatchObject({
      code: 'failed.stage-timeout',
      message: 'Stage “hangs” did not end within 2 s.',
    });
    // A shell that cannot fork any more may give up by itself.
    expect(said('forks')?.code).toMatch(/^failed\.stage(?:-timeout)?$/);
    expect(said('fills')).toMatchObject({
      code: 'failed.stage-disk',
      message: 'Stage “fills” wrote more than its 20 MB.',
    });
    expect(said('eats')).toMatchObject({
      code: 'failed.stage-memory',
      message: 'Stage “eats” ran out of its 24 MB of memory.',
    });
    expect(said('spills')?.message).toBe('Stage “spills” needs “db”, which wrote more than its 20 MB.');
    expect(said('lonely')?.message).toBe('Stage “lonely” needs “db”, which ended with code 7.');
    expect(await set.printed(run.id, 'lonely')).toContain('db: dead');
    expect(said('shy')?.message).toContain('did not make “out”');
    for (const { problem } of run.stages.filter(({ status }) => status === 'failed'))
      expect(problem?.hint).toBeTruthy();
    expect(await set.printed(run.id, 'hangs')).toContain('here\r\n');
    expect(await set.printed(run.id, 'binary')).toMatch(/\ufffd[^]*done\r\n$/);
    expect(await set.printed(run.id, 'silent')).toBe('');
    expect((await set.printed(run.id, 'alone')).trim()).toBe('lo');
    const printed = await set.printed(run.id, 'fails');
    for (const line of [
      'huge.xml: it has more than 50 MB.',
      'reports: what comes after that was not looked at.',
      'none.xml: there is no such file.',
      'big.info: it has more than 50 MB.',
    ])
      expect(printed).toContain(line);
    const report = join(set.data, 'runs', run.id, 'fails', 'reports', 'junit', '1', 'reports', 'a_b.xml');
    expect(readFileSync(report, 'utf8')).toBe('<testsuite/>');
    // Without what filled the disk, and what never ran.
    const kept = ['eats', 'fails', 'forks', 'hangs', 'shy'];
    expect((await set.left()).map((name) => name.slice(name.indexOf(run.id) + run.id.length + 1))).toEqual(kept);
  });

  it('are cancelled, also after the release', async () => {
    set.commit(`wait: ${stage('echo begun; sleep 100')}`, 'cancelled', { 'big.info': null });
    const early = await set.start();
    await followed(early.id, 'wait', 'begun');
    expect((await set.start({ stages: ['build'] })).id).toBe(early.id);
    await set.call('operation.abort', { operation: early.id });
    const cancelled = await set.ended(early.id);
    expect(cancelled).toMatchObject({ status: 'cancelled', operationStatus: 'aborted' });
    expect(statuses(cancelled)).toMatchObject({ wait: 'cancelled', build: 'skipped' });

    const narrow = await set.start({ stages: ['build'] });
    const whole = await set.slipway('run', '--json');
    expect(whole.exitCode).toBe(4);
    expect(whole.json()).toMatchObject({ problem: { code: 'conflict.run-open', retry: true } });
    await set.call('operation.abort', { operation: narrow.id });
    await set.ended(narrow.id);

    set.commit(`wait: ${stage('echo begun; sleep 100', ', after: release')}\nlast: ${stage('true')}`, 'cancelled late');
    const late = await set.start();
    await followed(late.id, 'wait', 'begun');
    await set.call('operation.abort', { operation: late.id });
    const ended = await set.ended(late.id);
    expect(ended).toMatchObject({ status: 'cancelled', operationStatus: 'done' });
    expect(statuses(ended)).toMatchObject({
      wait: 'cancelled',
      last: 'cancelled',
      release: 'passed',
      deploy: 'skipped',
    });
    await expect.poll(() => set.left()).toEqual([]);
  });

  it('keep no half of their artifacts where the disk is full', async (test) => {
    const runs = join(set.data, 'runs');
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', runs]).status !== 0)
      return test.skip('mounting a small disk needs root');
    try {
      set.commit(`big: ${stage('head -c 3000000 /dev/zero > big', ', artifacts: big')}`, 'no room');
      const run = await set.run({ stages: ['big'] });
      expect(stageOf(run, 'big').problem).toMatchObject({ code: 'failed.stage-disk-full', retry: false });
      expect(readdirSync(join(runs, run.id, 'big'))).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', runs]);
    }
  });

  it('are tried again alone, with what came before, and the release goes on then', async () => {
    const twice = 'n=$(cat /kept/n 2>/dev/null || echo 0); echo $((n + 1)) > /kept/n; echo attempt $n; test $n -ge 1';
    set.commit(
      `make: ${stage('mkdir -p a/b && date > a/b/made', ', artifacts: a/b/made')}
test: ${stage(twice, ', cache: /kept')}
late: ${stage(`cat a/b/made; ${twice}`, ', after: [release, make], cache: /kept2').replaceAll('/kept/n', '/kept2/n')}`,
      'flaky',
    );
    const first = await set.run();
    expect(statuses(first)).toMatchObject({ make: 'passed', test: 'failed', build: 'skipped' });
    const second = await set.ended((await set.retry(first.id, 'test')).id);
    expect(statuses(second)).toMatchObject({
      make: 'reused',
      test: 'passed',
      release: 'passed',
      late: 'failed',
      deploy: 'skipped',
    });
    expect(second).toMatchObject({ status: 'failed', trigger: 'retry', retries: first.id, operationStatus: 'done' });
    const third = await set.ended((await set.retry(second.id, 'late')).id);
    expect(statuses(third)).toMatchObject({
      make: 'reused',
      test: 'reused',
      build: 'reused',
      release: 'reused',
      late: 'passed',
      deploy: 'passed',
    });
    expect(third).toMatchObject({ status: 'passed', release: second.release });
    expect(stageOf(third, 'make').operation).toBe(first.id);
    expect(await set.printed(third.id, 'test')).toBe(await set.printed(second.id, 'test'));
    expect(await set.printed(third.id, 'late')).toMatch(/\d\d:\d\d:\d\d[^]*attempt 1/);
  });
});

describe('a gate', () => {
  const declared = (more = ''): string =>
    `gate: { gate: { url: "${address}/status?commit={commit}&branch={branch}", field: project.status, passed: OK, failed: [ERROR], every: 50ms }${more} }`;

  it('waits for its verdict, whatever is answered before', async () => {
    answers.push('away', 'no json', '{"project":{}}', '{"project":{"status":"PENDING"}}');
    const commit = set.commit(declared(), 'gate');
    const run = await set.run({ stages: ['gate'] });
    expect(run).toMatchObject({ status: 'passed', release: null });
    expect(asked[0]).toBe(`/status?commit=${commit}&branch=main`);
    const printed = await set.printed(run.id, 'gate');
    for (const line of [
      'status 503',
      'an answer without “project.status”',
      'project.status: PENDING',
      'project.status: OK',
    ])
      expect(printed).toContain(line);
  });

  it('fails by its verdict, when there is none in time, and when there is nobody to ask', async () => {
    answers.push('{"project":{"status":"ERROR"}}');
    expect(stageOf(await set.run({ stages: ['gate'] }), 'gate').problem?.message).toContain('project.status: ERROR');
    set.commit(declared(', timeout: 200ms'), 'gate in time');
    answers.push(...Array.from({ length: 20 }, () => 'away'));
    expect(stageOf(await set.run({ stages: ['gate'] }), 'gate').problem?.code).toBe('failed.stage-timeout');
    set.commit(declared().replace(address, 'http://[{branch}]'), 'gate of nobody');
    expect(stageOf(await set.run({ stages: ['gate'] }), 'gate').problem?.message).toContain('has no address to ask');
  });
});

describe('green runs', () => {
  it('wait while an environment is on hold; then the newest is brought there, and only that', async () => {
    answers.length = 0;
    await set.call('environment.hold', { project: set.project, environment: 'qa', why: 'a demonstration' });
    set.commit(`test: ${stage('true')}`, 'older');
    const older = await set.run();
    expect(older.status).toBe('passed');
    expect(stageOf(older, 'deploy')).toMatchObject({ status: 'pending', problem: { code: 'refused.held' } });
    set.commit(`test: ${stage('true')}`, 'newer');
    const newer = await set.run();
    await set.call('environment.hold', { project: set.project, environment: 'qa', why: null });
    const followed = async (run: string, status: string) => {
      for (;;) {
        const deploy = stageOf(await set.get(run), 'deploy');
        if (deploy.status === status) return deploy;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    expect(await followed(newer.id, 'passed')).toMatchObject({ environment: 'qa' });
    expect(await followed(older.id, 'skipped')).toMatchObject({ problem: { code: 'refused.superseded' } });
    // Tried again the older one is the newest run, and its commit is not.
    const again = await set.ended((await set.retry(older.id)).id);
    expect(again.status).toBe('passed');
    expect(stageOf(again, 'deploy')).toMatchObject({ status: 'skipped', problem: { code: 'refused.superseded' } });
    const { runs } = await set.call<{ runs: { id: string }[] }>('run.list', {
      project: set.project,
      status: 'passed',
      limit: 2,
      search: 'NEWER',
    });
    expect(runs.map(({ id }) => id)).toEqual([newer.id]);
  });
});

/** Waits until a stage has printed something. */
async function followed(run: string, name: string, text: string): Promise<void> {
  while (!(await set.printed(run, name)).includes(text)) await new Promise((resolve) => setTimeout(resolve, 50));
}
