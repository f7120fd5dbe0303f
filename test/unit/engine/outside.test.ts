import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { resolveApplication } from '../../../electron/engine/applications.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import { followEvents } from '../../../electron/engine/follow.ts';
import { publisherOn, type Heard } from '../../../electron/engine/publish.ts';
import { watchProjects } from '../../../electron/engine/watch.ts';
import { workspaceOf } from '../../../electron/engine/workspace.ts';
import { createGit } from '../../../electron/git/git.ts';
import type { Target } from '../../../electron/targets/target.ts';
import { matchesPattern } from '../../../shared/configuration/flow.ts';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import { folder, storeIn } from '../../contract/store/setting.ts';
import { createRepository } from '../../fixtures/repository.ts';

const compose =
  'services:\n  web: { build: . }\n  proxy: { image: nginx, volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"] }\n';
const slipway = 'slipway: 1\nname: shop\nenvironments:\n  qa: { kind: qa }\n';

it('a dependency is another one when a file of the repository that it gets has changed', async () => {
  const path = folder();
  const repository = createRepository(join(path, 'shop'));
  const commit = (conf: string): string =>
    repository.commit({ files: { 'compose.yaml': compose, Dockerfile: 'FROM scratch', 'nginx.conf': conf } });
  const [one, two] = [commit('a'), commit('b')];
  const opened = await createGit().open(repository.path, join(path, 'mirror.git'));
  const { configuration } = parseConfiguration(slipway, 'slipway.yaml');
  if (!configuration) throw new Error('The configuration is valid.');
  const resolved = await Promise.all(
    [one, two, one].map((sha) => resolveApplication(opened, sha, configuration, { kind: 'qa' })),
  );
  const hashes = resolved.map((found) => found.configuration);
  expect(hashes[0]).not.toBe(hashes[1]);
  expect(hashes[0]).toBe(hashes[2]);
  expect(await opened.objectAt(one, '../outside')).toBeNull();
});

it('a slipway.yaml that cannot be read is told, and the last valid one stays in force', async () => {
  const path = folder();
  const repository = createRepository(join(path, 'shop'));
  repository.commit({ files: { 'slipway.yaml': slipway } });
  const store = storeIn(join(path, 'data'));
  const workspace = workspaceOf({
    dataDirectory: join(path, 'data'),
    store,
    publisher: publisherOn(store, () => 1),
    git: createGit(),
    targetAt: () => ({}) as Target,
    now: () => 1,
    newId: () => 'aaaaaa',
  });
  const open = await workspace.open(repository.path, 'ada');
  expect((await open.configuration()).valid).toBe(true);
  rmSync(join(repository.path, 'slipway.yaml'));
  symlinkSync('/etc/passwd', join(repository.path, 'slipway.yaml'));
  expect(await open.configuration()).toMatchObject({
    valid: false,
    missing: false,
    text: null,
    configuration: { name: 'shop' },
    problems: [{ code: 'usage.configuration' }],
  });
});

it('a repository that went away does not keep the others from being looked at', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const refresh = vi.fn(() => Promise.resolve(true));
  const project = (id: string, look: () => Promise<boolean>) => ({
    project: { id },
    repository: { refresh: look, opened: { commonDirectory: '/nowhere' } },
    configuration: () => Promise.resolve({ text: null }),
  });
  const live: unknown[] = [];
  const opened = [project('gone', () => Promise.reject(new Error('It is gone.'))), project('here', refresh)];
  const engine = {
    workspace: { opened: () => opened, localTarget: { watch: () => undefined } },
    publisher: { live: (event: unknown) => live.push(event) },
  };
  const stop = watchProjects(engine as unknown as Engine, { look: () => Promise.resolve() });
  await vi.advanceTimersByTimeAsync(3100);
  await stop();
  expect(live).toEqual([{ live: 'refs', project: 'here' }]);
});

it('watching has ended when what it looks at has been looked at, and looks at nothing more', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const looked: string[] = [];
  let answer = (): void => undefined;
  const refresh = (): Promise<boolean> => {
    looked.push('refs');
    return new Promise((resolve) => (answer = () => resolve(false)));
  };
  const configurationMoved = (): Promise<boolean> => Promise.resolve(looked.push('configuration') < 0);
  const configuration = (): Promise<unknown> => Promise.reject(new Error('Nobody asks when it has ended.'));
  const opened = [
    {
      project: { id: 'p' },
      repository: { refresh, opened: { commonDirectory: '/nowhere' } },
      configurationMoved,
      configuration,
    },
  ];
  const engine = { workspace: { opened: () => opened, localTarget: { watch: () => undefined } } };
  const stop = watchProjects(engine as unknown as Engine, { look: () => Promise.resolve() });
  await vi.advanceTimersByTimeAsync(3100);
  let ended = false;
  const ending = stop().then(() => (ended = true));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ended).toBe(false);
  answer();
  await ending;
  expect(looked).toEqual(['refs', 'configuration']);
});

it('a follower that takes nothing is let go before it fills the memory, and misses nothing unnoticed', async () => {
  const store = storeIn(folder());
  const publisher = publisherOn(store, () => 1);
  const events = followEvents({ store, publisher } as unknown as Engine, undefined, new AbortController().signal);
  const first = events.next();
  for (let index = 0; index < 30_000; index += 1) publisher.live({ live: 'refs', project: 'p' });
  const heard: (Heard | undefined)[] = [(await first).value as Heard];
  for await (const event of events) heard.push(event);
  expect(heard.length).toBeLessThanOrEqual(10_001);
});

it('a pattern of branches is matched in linear time, however hostile', () => {
  expect(matchesPattern('release/*', 'release/1.2')).toBe(true);
  expect(matchesPattern('release/*', 'main')).toBe(false);
  expect(matchesPattern('a*a', 'a')).toBe(false);
  expect(matchesPattern('*x*y', 'axby')).toBe(true);
  expect(matchesPattern('main', 'main')).toBe(true);
  const before = performance.now();
  expect(matchesPattern(`${'a*'.repeat(40)}b`, 'a'.repeat(1000))).toBe(false);
  expect(performance.now() - before).toBeLessThan(100);
});
