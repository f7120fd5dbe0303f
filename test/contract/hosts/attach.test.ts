import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach, type Attached, attachOrStart } from '../../../electron/hosts/attach.ts';
import { publishEndpoint, readEndpoint } from '../../../electron/hosts/endpoint.ts';
import { spawnEngine, type SpawnOptions, type StartedEngine } from '../../../electron/hosts/spawn.ts';
import { clientFrameLimitBytes } from '../../../shared/api/limits.ts';
import { type Problem, ProblemError } from '../../../shared/problem.ts';

const entry = fileURLToPath(new URL('./fake-engine.ts', import.meta.url));
const identity = { version: '0.1.0', face: 'terminal' } as const;
const endpointOf = (port: number) => ({
  url: `http://127.0.0.1:${port}/`,
  port,
  token: 'x'.repeat(43),
  pid: 1,
  startedAt: 1,
  version: '0.1.0',
  protocol: 1,
});
const problemOfRejection = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof ProblemError ? error.problem : error),
  );

let data: string;
let started: StartedEngine[];
let attached: Attached[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'slipway-attach-'));
  started = [];
  attached = [];
});
afterEach(async () => {
  for (const client of attached) client.close();
  for (const engine of started) {
    if (engine.exitCode() === null) engine.process.kill('SIGKILL');
    while (engine.exitCode() === null) await sleep(5);
  }
  rmSync(data, { recursive: true, force: true });
});

function start(options: Partial<SpawnOptions> = {}): StartedEngine {
  const engine = spawnEngine({ entry, dataDirectory: data, environment: process.env, life: 'background', ...options });
  started.push(engine);
  return engine;
}
async function connect(options: Partial<SpawnOptions> = {}): Promise<Attached> {
  const client = await attachOrStart(data, { ...identity, start: () => start(options) });
  attached.push(client);
  return client;
}
async function ended(engine: StartedEngine): Promise<number | null> {
  for (let waited = 0; engine.exitCode() === null && waited < 5000; waited += 10) await sleep(10);
  return engine.exitCode();
}

describe('attaching to an engine', () => {
  it('finds none where none was started', async () => {
    expect(await attach(data, identity)).toBeNull();
  });

  it('starts one, and the next face attaches to it', async () => {
    const first = await connect();
    const second = await connect();
    expect(started).toHaveLength(1);
    expect(second.endpoint).toEqual(first.endpoint);
    expect((await second.call('engine.info', {})).user).toBe(`${userInfo().username} by terminal`);
  });

  it('keeps the endpoint, with its token, to the user', async () => {
    await connect();
    expect(statSync(join(data, 'engine.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'engine.log')).mode & 0o777).toBe(0o600);
  });

  it('lets one of two engines win when two faces start at once, and both attach to it', async () => {
    const clients = await Promise.all([connect(), connect()]);
    expect(clients[0].endpoint).toEqual(clients[1].endpoint);
    // The loser waits a moment for the lock before it gives up.
    expect(await Promise.race(started.map(ended))).toBe(4);
    expect(started.filter((engine) => engine.exitCode() === null)).toHaveLength(1);
  });

  it('takes the place of an engine that was killed', async () => {
    const first = await connect();
    started[0]?.process.kill('SIGKILL');
    await first.closed;
    expect(existsSync(join(data, 'engine.json'))).toBe(true);
    const second = await connect();
    expect(second.endpoint.pid).not.toBe(first.endpoint.pid);
  });

  it('rejects what is pending when the engine dies, and says that it may be tried again', async () => {
    const client = await connect();
    const pending = problemOfRejection(client.call('engine.folders', {}));
    started[0]?.process.kill('SIGKILL');
    expect(await pending).toMatchObject({ code: 'failed.engine-gone', retry: true });
    expect(await problemOfRejection(client.call('engine.info', {}))).toMatchObject({ code: 'failed.engine-gone' });
  });

  it('passes on the problems of the engine', async () => {
    const client = await connect();
    expect(await problemOfRejection(client.call('project.list', {}))).toMatchObject({ code: 'usage.not-in-this-test' });
    expect(
      await problemOfRejection(client.call('project.init', { path: 'x'.repeat(clientFrameLimitBytes) })),
    ).toMatchObject({
      code: 'usage.too-large',
    });
  });

  it('shows the log of an engine that could not start', async () => {
    const problem = await problemOfRejection(connect({ environment: { ...process.env, TEST_FAIL_TO_COMPOSE: '1' } }));
    expect(problem).toMatchObject({ code: 'failed.engine-start' });
    expect((problem as Problem).hint).toContain('the store is damaged');
  });

  it('refuses an engine of another version', async () => {
    await connect();
    expect(await problemOfRejection(attach(data, { ...identity, version: '9.9.9' }))).toMatchObject({
      code: 'conflict.engine-version',
    });
  });

  it('takes a half-written or foreign endpoint for none', async () => {
    writeFileSync(join(data, 'engine.json'), '{"url": "http');
    expect(await attach(data, identity)).toBeNull();
    publishEndpoint(data, endpointOf(9));
    expect(await attach(data, identity)).toBeNull();
  });
});

describe('the life of an engine', () => {
  it('stops cleanly when it is told to', async () => {
    await connect();
    started[0]?.process.kill('SIGTERM');
    expect(await ended(started[0] as StartedEngine)).toBe(0);
    expect(readEndpoint(data)).toBeNull();
    expect(readFileSync(join(data, 'engine.log'), 'utf8')).toContain('fake engine closed');
  });

  it('says who has the data directory', async () => {
    await connect();
    const second = start();
    expect(await ended(second)).toBe(4);
    expect(second.log()).toContain(`process ${started[0]?.process.pid}`);
  });

  it('ends with the parent that owns it', async () => {
    await connect({ life: 'owned' });
    started[0]?.process.stdin?.end();
    expect(await ended(started[0] as StartedEngine)).toBe(0);
  });

  it('ends when its data directory is taken away', async () => {
    await connect();
    rmSync(data, { recursive: true });
    expect(await ended(started[0] as StartedEngine)).toBe(0);
  });

  it('ends with code 70 after a fault, and the next engine takes its place', async () => {
    const client = await connect();
    await problemOfRejection(client.call('project.forget', { project: 'p' }));
    expect(await ended(started[0] as StartedEngine)).toBe(70);
    expect((await connect()).endpoint.pid).not.toBe(client.endpoint.pid);
  });
});
