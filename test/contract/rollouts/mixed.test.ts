/** Not everything can be there twice: a worker, a job that must run once, a database that is left alone. */
import { expect, it } from 'vitest';
import type { Preview } from '../../../shared/api/releases.ts';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { ask, load } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting({
  web: `    depends_on: { migrate: { condition: service_completed_successfully }, db: { condition: service_started }, worker: { condition: service_started } }
    volumes: ["data:/www/data:ro"]
`,
  services: `  migrate:
    build: .
    command: ["sh", "-c", "hostname >> /data/ran"]
    volumes: ["data:/data"]
  worker:
    build: .
    command: ["sleep", "600"]
    stop_signal: SIGKILL
  db:
    image: ${baseImageName}
    command: ["sleep", "600"]
    stop_signal: SIGKILL
volumes: { data: {} }
`,
});
const [one, two] = [await set.release('one'), await set.release('two')];
const jobs = async (): Promise<string[]> => (await ask(set.port, { path: '/data/ran' })).text.split('\n');
const done = { status: 'done', problem: null };

it('starts everything in the order in which it depends on each other', async () => {
  expect(await set.promote(one)).toMatchObject(done);
  expect((await ask(set.port)).text).toBe('one');
  expect(await jobs()).toHaveLength(1);
});

it('switches what is published, replaces the worker, runs the job once, and leaves the database alone', async () => {
  const before = await set.containers();
  const clients = load(set.port);
  expect(await set.promote(two)).toMatchObject(done);
  expect((await clients.stop()).failures).toEqual([]);
  expect((await ask(set.port)).text).toBe('two');
  expect(new Set(await jobs()).size).toBe(2);
  const after = await set.containers();
  expect(after['dependency']).toEqual(before['dependency']);
  expect(after['serving']).toEqual(['web-r1-1', 'web-r2-1', 'worker-r2-1']);
});

it('goes back by a switch, and the worker follows', async () => {
  const input = { project: set.project, environment: 'production' };
  const preview = await set.engine.call<Preview>('rollback.preview', input);
  expect(preview.steps[0]?.id).toBe('traffic.shift');
  const clients = load(set.port);
  const { id } = await set.begin('rollback.start', { environment: 'production' });
  expect(await set.settled(id)).toMatchObject(done);
  expect((await clients.stop()).failures).toEqual([]);
  expect((await ask(set.port)).text).toBe('one');
  expect((await set.containers())['serving']).toEqual(['web-r1-1', 'web-r2-1', 'worker-r1-1']);
});
