/** What goes wrong around a running engine: Docker away, containers and images removed by hand, ports taken, a full disk. */
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attach } from '../../electron/hosts/attach.ts';
import { startEngine as engineProcess } from '../../electron/hosts/engine-process.ts';
import { label } from '../../electron/targets/labels.ts';
import { version } from '../../electron/version.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { faultyProxy, startEngine, type FaultyProxy } from '../fixtures/engine/index.ts';
import { answerOf, brokenPromises } from './checks.ts';
import { startEngineUnderTest, type EngineUnderTest } from './engine-under-test.ts';
import { makeLane, newKey, settled, type Lane } from './lane.ts';

let lane: Lane | undefined;
let proxy: FaultyProxy | undefined;
let engine: EngineUnderTest | undefined;

beforeAll(async () => {
  const docker = await startEngine();
  proxy = await faultyProxy(docker.address);
  lane = await makeLane(docker.docker, { environments: ['production', 'fragile', 'hasty'] });
});
afterAll(async () => {
  await lane?.remove();
  await proxy?.stop();
});
beforeEach(async () => {
  proxy?.set('pass');
  engine = await startEngineUnderTest(prepared().lane.data, { environment: { DOCKER_HOST: prepared().proxy.address } });
});
afterEach(() => engine?.kill());

function prepared() {
  if (!lane || !proxy) throw new Error('The lane was not prepared.');
  return { lane, proxy };
}
function all() {
  if (!engine) throw new Error('The engine was not started.');
  return { ...prepared(), engine, client: engine.client };
}

async function promote(release: string, to: string): Promise<string> {
  const { operation } = await all().client.call('promotion.start', {
    project: all().lane.project,
    release,
    to,
    lose: 'releases take turns',
    key: newKey(),
  });
  return operation.id;
}

/** Waits until a step of an operation has come to a status; a short step may be past `running` when it is looked at. */
async function until(operation: string, step: string, status: string): Promise<void> {
  const reached = status === 'running' ? ['running', 'done'] : [status];
  for (let waited = 0; waited < 30_000; waited += 15) {
    const { operation: now } = await all().client.call('operation.get', { operation });
    if (reached.includes(now.steps.find((one) => one.id === step)?.status ?? '')) return;
    if (!['running', 'waiting'].includes(now.status))
      throw new Error(`It is ${now.status} before ${step} was ${status}: ${now.problem?.message ?? ''}`);
    await sleep(15);
  }
  throw new Error(`${step} never was ${status}.`);
}

async function runningIn(environment: string) {
  const { revisions } = await all().client.call('history.list', { project: all().lane.project, environment });
  const running = revisions.find((revision) => revision.status === 'running');
  if (!running) throw new Error(`Nothing runs in ${environment}.`);
  return running;
}

async function other(environment: string): Promise<string> {
  return (await runningIn(environment)).release === all().lane.one ? all().lane.two : all().lane.one;
}

const promisesOf = (operation: Operation): Promise<string[]> => brokenPromises(all().lane, all().client, operation);
async function problemOf(call: Promise<unknown>): Promise<Problem | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** The containers of an environment that carry a label. */
async function containers(environment: string, key: string, value: string) {
  const {
    lane: { docker, project },
  } = all();
  return docker.listContainers({
    all: true,
    filters: { label: [`${label.project}=${project}`, `${label.environment}=${environment}`, `${key}=${value}`] },
  });
}

describe('while it promotes to production', () => {
  for (const step of ['environment.prepare', 'containers.rehearse', 'containers.switch', 'deployment.verify']) {
    it(`Docker is away from ${step} on: it waits, and is done when Docker is back`, async () => {
      const operation = await promote(await other('production'), 'production');
      await until(operation, step, 'running');
      all().proxy.set('refuse');
      all().proxy.reset();
      await sleep(1500);
      const { operation: now } = await all().client.call('operation.get', { operation });
      expect(['running', 'waiting']).toContain(now.status);
      all().proxy.set('pass');
      const ended = await settled(all().client, operation);
      expect([ended.status, ended.problem]).toEqual(['done', null]);
      expect(await promisesOf(ended)).toEqual([]);
    });
  }

  it('every connection to Docker is reset, again and again: it is done', async () => {
    const operation = await promote(await other('production'), 'production');
    for (let round = 0; round < 6; round += 1) {
      await sleep(250);
      all().proxy.reset();
    }
    const ended = await settled(all().client, operation);
    expect([ended.status, ended.problem]).toEqual(['done', null]);
    expect(await promisesOf(ended)).toEqual([]);
  });

  it('who follows the log of the environment hears the new containers too', async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const follow = async (): Promise<void> => {
      const input = { project: all().lane.project, environment: 'production', service: 'web', tail: 0 };
      for await (const { text } of all().client.stream('environment.logs', input, stop.signal)) heard.push(text);
    };
    const following = follow();
    await settled(all().client, await promote(await other('production'), 'production'));
    for (let waited = 0; heard.length === 0 && waited < 10_000; waited += 50) await sleep(50);
    stop.abort();
    await following;
    expect(heard).toContain('starting');
  });

  it('somebody kills the new container while it is verified: the old one serves again, and the problem names the service', async () => {
    const before = await runningIn('production');
    const operation = await promote(await other('production'), 'production');
    await until(operation, 'deployment.verify', 'running');
    const {
      operation: { revision },
    } = await all().client.call('operation.get', { operation });
    const [fresh] = await containers('production', label.revision, String(revision));
    await all()
      .lane.docker.getContainer(fresh?.Id ?? 'none')
      .remove({ force: true });
    const ended = await settled(all().client, operation);
    expect(ended).toMatchObject({ status: 'failed', problem: { code: 'failed.unhealthy' } });
    expect(ended.problem?.message).toContain('“web”');
    expect(await promisesOf(ended)).toEqual([]);
    expect((await runningIn('production')).number).toBe(before.number);
  });

  it('it is aborted while it waits for health: the old release serves on', async () => {
    const before = await runningIn('production');
    const operation = await promote(await other('production'), 'production');
    await until(operation, 'containers.rehearse', 'running');
    await all().client.call('operation.abort', { operation, why: 'changed my mind' });
    const ended = await settled(all().client, operation);
    expect(ended.status).toBe('aborted');
    expect(await promisesOf(ended)).toEqual([]);
    expect((await runningIn('production')).number).toBe(before.number);
  });

  it('it is aborted when it is done: that is too late, and it says to roll back', async () => {
    const operation = await promote(await other('production'), 'production');
    await until(operation, 'revision.record', 'done');
    const problem = await problemOf(all().client.call('operation.abort', { operation }));
    expect(['conflict.too-late', 'conflict.ended']).toContain(problem?.code);
    const ended = await settled(all().client, operation);
    expect(ended.status).toBe('done');
    expect(await promisesOf(ended)).toEqual([]);
  });
});

describe('a deployment that cannot work', () => {
  it('ends at once: the old release serves on, and its last words are told', async () => {
    const before = await runningIn('fragile');
    const ended = await settled(all().client, await promote(all().lane.broken, 'fragile'));
    expect(ended).toMatchObject({
      status: 'failed',
      problem: { code: 'failed.unhealthy', details: { service: 'web' } },
    });
    expect(JSON.stringify(ended.problem)).toContain('the page is missing');
    expect(await promisesOf(ended)).toEqual([]);
    expect((await runningIn('fragile')).number).toBe(before.number);
  });

  it('never gets healthy: the old release serves on, after the time that the environment gives it', async () => {
    const {
      client,
      lane: { project },
    } = all();
    const release = await buildOf('never healthy', {
      Dockerfile: (text) => text.replace('exec httpd', 'echo still no page; sleep 600; exec httpd'),
    });
    const before = await runningIn('hasty');
    const ended = await settled(client, await promote(release, 'hasty'));
    expect(ended).toMatchObject({
      status: 'failed',
      problem: { code: 'failed.unhealthy', details: { service: 'web' } },
    });
    expect(JSON.stringify(ended.problem)).toContain('still no page');
    expect(await answerOf(before.url ?? '')).toBe(all().lane.textOf(before.release));
    expect(await promisesOf(ended)).toEqual([]);
    expect((await client.call('history.list', { project, environment: 'hasty' })).revisions[0]?.status).toBe('failed');
  });

  it('has its port taken by another program: nothing is left, and the port is named', async () => {
    const port = all().lane.crowdedPort;
    const thief = await listenOn(port);
    try {
      const ended = await settled(all().client, await promote(all().lane.one, 'crowded'));
      expect(ended).toMatchObject({ status: 'failed', problem: { code: 'failed.port-taken' } });
      expect(ended.problem?.message).toContain(String(port));
      expect(await promisesOf(ended)).toEqual([]);
    } finally {
      thief.close();
    }
    // Nothing stands in the way of the next attempt.
    const ended = await settled(all().client, await promote(all().lane.one, 'crowded'));
    expect(ended.status).toBe('done');
    expect(await promisesOf(ended)).toEqual([]);
  });

  it('lost its image in the middle: the old release serves on, and it says to build again', async () => {
    const release = await buildOf('soon gone');
    const { docker, project } = all().lane;
    const before = await runningIn('fragile');
    const operation = await promote(release, 'fragile');
    const images = await docker.listImages({
      filters: { label: [`${label.project}=${project}`, `${label.release}=${release}`] },
    });
    await Promise.all(images.map((image) => docker.getImage(image.Id).remove({ force: true })));
    const ended = await settled(all().client, operation);
    expect(ended).toMatchObject({ status: 'failed', problem: { code: 'failed.image-missing' } });
    expect(await promisesOf(ended)).toEqual([]);
    expect((await runningIn('fragile')).number).toBe(before.number);
  });
});

describe('the data directory', () => {
  it('has one engine: a second is told which one runs', async () => {
    const {
      lane: { data },
    } = all();
    const compose = (): Promise<never> => Promise.reject(new Error('It composed a second engine.'));
    const problem = await problemOf(
      engineProcess({
        dataDirectory: data,
        version,
        port: 0,
        renderer: data,
        exitWhenIdleMs: null,
        compose,
        now: Date.now,
      }),
    );
    expect(problem?.code).toBe('conflict.engine-runs');
    expect((await attach(data, { version, face: 'terminal' }))?.close()).toBeUndefined();
  });
});

/** Builds a release of a commit with other files. */
async function buildOf(page: string, files: Record<string, (text: string) => string> = {}): Promise<string> {
  const {
    client,
    lane: { project, commitWith },
  } = all();
  const { operation } = await client.call('release.build', { project, ref: commitWith(page, files), key: newKey() });
  const built = await settled(client, operation.id);
  if (built.release === null || built.status !== 'done')
    throw new Error(`${page} was not built: ${built.problem?.message ?? built.status}`);
  return built.release;
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(port, '127.0.0.1', () => {
        resolve(server);
      });
  });
}
