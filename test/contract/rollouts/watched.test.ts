/** Canaries that are watched: a good one, a bad one, and one that nobody asks anything; with real requests. */
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { RolloutState, TrafficSample, Verification } from '../../../shared/domain/rollout.ts';
import { serverCommand } from '../../bench/running-engine.ts';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { ask, load, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const one = await set.release('one');
const two = await set.release('two');
const [three, four] = [await set.release('three'), await set.release('four')];
/** Every fifth answer is an error; what it prints holds what looks like markup. */
const wrong = `#!/bin/sh
if [ $((RANDOM % 5)) -eq 0 ]; then printf 'Status: 500 No\\r\\n\\r\\n<script>no</script>'; else printf 'Content-Type: text/plain\\r\\n\\r\\nwrong'; fi
`;
const bad = await set.release('bad', {
  'index.cgi': wrong,
  Dockerfile: `FROM ${baseImageName}\nCOPY index.cgi /www/cgi-bin/index.cgi\nRUN chmod +x /www/cgi-bin/index.cgi\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
});
const canary = '{ strategy: canary, steps: [30], hold: 30s, warm: 0s }';
const environment = 'production';

const list = async (): Promise<Verification[]> =>
  (
    await set.engine.call<{ verifications: Verification[] }>('verification.list', {
      project: set.project,
      environment,
      limit: 20,
    })
  ).verifications;
const stateOf = async (operation: string): Promise<RolloutState> => {
  const { rollout } = await set.engine.call<{ rollout: RolloutState | null }>('rollout.get', { operation });
  if (!rollout) throw new Error('There is no rollout.');
  return rollout;
};

describe('a canary that is watched', () => {
  it('that is no worse takes all of the traffic, and what was seen of both is kept', async () => {
    await set.declare('{ strategy: blue-green, warm: 0s }');
    expect(await set.promote(one)).toMatchObject({ status: 'done' });
    await set.declare(
      `{ strategy: canary, steps: [30], hold: 4s, warm: 0s }, verify: { checks: [ { http: { service: web, contains: two } }, { command: { service: web, run: "test -f /www/index.html" } }, { traffic: { errors: compared, latency: 2s, requests: 20 } } ] }`,
    );
    const clients = load(set.port);
    const begun = await set.begin('promotion.start', { release: two, to: environment });
    await untilTrue(async () => (await stateOf(begun.id)).checks.some(({ check }) => check === 'errors'));
    const during = await stateOf(begun.id);
    const operation = await set.settled(begun.id);
    const { failures } = await clients.stop();
    expect(operation).toMatchObject({ status: 'done', problem: null });
    expect(failures).toEqual([]);
    expect(during).toMatchObject({ share: 30, stops: [{ share: 30, holdMs: 4000 }, { share: 100 }] });
    const [final, watched] = await list();
    expect(watched).toMatchObject({ verdict: 'passed', cause: 'rollout', operation: begun.id });
    expect(watched?.checks.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['web/', 'passed'],
      ['test -f /www/index.html', 'passed'],
      ['errors', 'passed'],
      ['latency', 'passed'],
    ]);
    expect(final?.verdict).toBe('passed');

    const { samples } = await set.engine.call<{ samples: TrafficSample[] }>('traffic.samples', {
      project: set.project,
      environment,
      from: Date.now() - 60_000,
    });
    const requests = (revision: number): number =>
      samples.filter((sample) => sample.revision === revision).reduce((sum, sample) => sum + sample.requests, 0);
    expect(requests(1)).toBeGreaterThan(20);
    expect(requests(2)).toBeGreaterThan(20);
    expect(samples.every(({ errors, p95Ms }) => errors === 0 && p95Ms !== null)).toBe(true);
  });

  it('that answers errors is taken back by itself, with its evidence, and the old one fails no request', async () => {
    await set.declare(canary);
    const clients = load(set.port);
    const startedAt = Date.now();
    const operation = await set.promote(bad);
    const { answers, failures } = await clients.stop();
    const shifted = operation.steps.find(({ id }) => id === 'traffic.shift.30')?.endedAt ?? 0;
    const watched = operation.steps.find(({ id }) => id === 'rollout.watch.30');
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'failed.verification' } });
    expect((watched?.problem ?? operation.problem)?.message).toContain('“errors” failed');
    expect(operation.problem?.details).toMatchObject({ check: 'errors', evidence: { stable: { bad: 0 } } });
    expect(Date.now() - startedAt).toBeLessThan(30_000);
    expect(shifted).toBeGreaterThan(0);
    // Only what the canary answered itself failed.
    expect(failures.filter((failure) => !failure.startsWith('status 500'))).toEqual([]);
    expect(answers.get('two')).toBeGreaterThan(20);
    for (let round = 0; round < 10; round += 1) expect((await ask(set.port)).text).toBe('two');
    expect((await list())[0]).toMatchObject({ verdict: 'failed', operation: operation.id });
    expect((await set.running())?.number).toBe(2);
  });

  it('that nobody asks is called unjudged, and goes on or back as is declared', async () => {
    await set.declare('{ strategy: canary, steps: [50], hold: 500ms, warm: 0s }');
    const went: Operation = await set.promote(three);
    expect(went).toMatchObject({ status: 'done' });
    const [, watched] = await list();
    expect(watched).toMatchObject({ verdict: 'unjudged' });
    expect(watched?.checks[0]?.detail).toContain('too few to judge');

    await set.declare(
      '{ strategy: canary, steps: [50], hold: 500ms, warm: 0s }, verify: { unjudged: go-back, checks: [ { traffic: { errors: compared } } ] }',
    );
    const back = await set.promote(four);
    expect(back).toMatchObject({ status: 'failed', problem: { code: 'failed.verification' } });
    expect(back.problem?.message).toContain('could not be judged');
    expect((await ask(set.port)).text).toBe('three');
  });

  it('is proved after the switch too: what fails then goes back by itself, and no request with it', async () => {
    await set.declare(
      '{ strategy: blue-green, warm: 0s }, verify: { watch: 20s, checks: [ { http: { service: web } }, { name: seldom, command: { service: web, run: "test ! -e /tmp/asked || exit 7; touch /tmp/asked" } } ] }',
    );
    const clients = load(set.port);
    const operation = await set.promote(four);
    const { failures, answers } = await clients.stop();
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'failed.verification' } });
    expect(operation.problem?.message).toContain('“seldom” failed');
    expect(failures).toEqual([]);
    // It had all of the traffic for a while.
    expect(answers.get('four')).toBeGreaterThan(0);
    expect((await ask(set.port)).text).toBe('three');
  });

  it('waits while it is paused, still watched, and takes everything when it is promoted', async () => {
    await set.declare('{ strategy: canary, steps: [10, 50], hold: 300ms, warm: 0s }');
    const { id } = await set.begin('promotion.start', { release: four, to: environment });
    await untilTrue(async () => {
      await set.engine.call('rollout.pause', { operation: id, why: 'look first' });
      return true;
    });
    await untilTrue(async () => (await stateOf(id)).at >= 0);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await stateOf(id)).toMatchObject({ at: 0, paused: { why: 'look first' }, share: 10 });
    await set.engine.call('rollout.promote', { operation: id });
    expect(await set.settled(id)).toMatchObject({ status: 'done' });
    expect((await ask(set.port)).text).toBe('four');
    // What it was watched by until then is kept, and decided nothing.
    const left = (await list()).find((verification) => verification.id === `${id}.rollout.watch.10`);
    expect(left).toMatchObject({ verdict: 'unjudged' });
  });
});
