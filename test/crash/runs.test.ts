/** The engine is killed in the middle of a run of the pipeline: stages run anew, and what follows is begun once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImageName } from '../fixtures/engine/index.ts';
import { label } from '../../electron/targets/labels.ts';
import { startEngineUnderTest } from './engine-under-test.ts';
import { ending, killedRun, passedPoints } from './kill.ts';
import { newKey, settled } from './lane.ts';
import { makeLanes, type Lanes } from './lanes.ts';
import { deployedRun, failedRun, killPoints, wholeRun } from './scenarios.ts';

const stage = (run: string, more: string): string => `{ run: "${run}", in: "${baseImageName}", ${more} }`;
const pipeline = `{ test: ${stage('echo tested; ! grep -q fails www/index.html', 'after: []')}, late: ${stage(`trap '' TERM; echo late; ! grep -q waits www/index.html || sleep 100`, 'after: release')} }`;

type Engine = Awaited<ReturnType<typeof startEngineUnderTest>>;

/** Follows what the late stage prints until it has printed a text; to its end without one. */
async function printedUntil({ client }: Engine, of: { project: string; run: string }, text?: string) {
  let printed = '';
  const asked = { ...of, stage: 'late', follow: true };
  for await (const chunk of client.stream('run.output', asked, AbortSignal.timeout(60_000))) {
    printed += chunk.text;
    if (text !== undefined && printed.includes(text)) return;
  }
}

let lanes: Lanes | undefined;
beforeAll(async () => {
  lanes = await makeLanes(2, { pipeline, environments: ['production'] });
});
afterAll(() => lanes?.remove());

for (const [scenario, ends] of [
  [wholeRun, 'done'],
  [failedRun, 'failed'],
] as const)
  describe.concurrent(`killed while ${scenario.name}`, { timeout: 600_000 }, () => {
    it('passes exactly the points that are known', () =>
      lanes?.use(async (lane) => {
        expect(await passedPoints(lane, scenario, ends)).toEqual(scenario.points);
      }));

    const late = ['recorded', 'started', 'ended', 'effect'].map((point) => `stages.run.${point}#2`);
    // What builds and records a release is killed elsewhere.
    const own = [...new Set(killPoints(scenario))].filter((point) => point.startsWith('stages.run'));
    for (const point of [...own, ...(scenario === wholeRun ? late : [])])
      it(`at ${point}: ends ${ends}`, () =>
        lanes?.use(async (lane) => {
          expect(await killedRun(lane, scenario, { first: point })).toEqual(ending(ends));
        }));
  });

describe.concurrent('killed while running a pipeline', { timeout: 600_000 }, () => {
  it('at stages.run.started, and aborted at once after the restart: is undone', () =>
    lanes?.use(async (lane) => {
      expect(await killedRun(lane, wholeRun, { first: 'stages.run.started', abort: true })).toEqual(ending('aborted'));
    }));

  it('when its late stage was cancelled: nothing of that is left, nobody follows it any more, and it did not pass', () =>
    lanes?.use(async (lane) => {
      const { project } = lane;
      const doomed = await startEngineUnderTest(lane.data);
      const asked = { project, ref: lane.commit('waits'), key: newKey() };
      const { id } = (await doomed.client.call('run.start', asked)).operation;
      await printedUntil(doomed, { project, run: id }, 'late');
      await doomed.client.call('operation.abort', { operation: id });
      await doomed.kill();
      const engine = await startEngineUnderTest(lane.data);
      try {
        await printedUntil(engine, { project, run: id });
        const { status } = await settled(engine.client, id);
        const { run } = await engine.client.call('run.get', { project, run: id });
        expect([status, run.status]).toEqual(['done', 'cancelled']);
        const filters = { label: [`${label.operation}=${id}`] };
        expect(await lane.docker.listContainers({ all: true, filters })).toEqual([]);
      } finally {
        await engine.kill();
      }
    }));

  it('when the deployment that follows has begun: it is the only one', () =>
    lanes?.use(async (lane) => {
      expect(await killedRun(lane, deployedRun, { first: 'run.deploy.begun' })).toMatchObject({
        status: 'done',
        problem: null,
      });
    }));
});

describe.concurrent('killed while a shell is opened in a failed stage', { timeout: 600_000 }, () => {
  for (const point of ['shell.recorded', 'shell.copied', 'shell.started', 'shell.opened'])
    it(`at ${point}: nothing of it is left, and the stage is still kept`, () =>
      lanes?.use(async (lane) => {
        const doomed = await startEngineUnderTest(lane.data, { at: point });
        const { begin } = await failedRun.prepare(lane, doomed.client);
        const { id: run } = await settled(doomed.client, (await begin(doomed.client, newKey())).id);
        const place = { project: lane.project, run, stage: 'test' };
        const open = doomed.client.stream('shell.open', { ...place, columns: 80, rows: 24 })[Symbol.asyncIterator]();
        await Promise.all([doomed.ended, open.next().catch(() => undefined)]);

        const engine = await startEngineUnderTest(lane.data);
        const filters = { label: [`${label.project}=${lane.project}`, `${label.role}=shell`] };
        const left = async () => [
          ...(await lane.docker.listContainers({ all: true, filters })),
          ...(await lane.docker.listImages({ filters })),
        ];
        await expect.poll(left, { timeout: 30_000 }).toEqual([]);
        expect(await engine.client.call('shell.kept', place)).toMatchObject({ reason: null });
        const { events } = await engine.client.call('events.since', { seq: 0, limit: 1000, project: lane.project });
        expect(events.some(({ type, data }) => type === 'shell.opened' && data.run === run)).toBe(true);
        await engine.kill();
      }));
});
