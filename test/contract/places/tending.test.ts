/**
 * What is begun for test environments by itself, on real repositories, a real history and a real journal. Nothing that is
 * begun is carried out: what becomes of it is tried elsewhere.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../../electron/engine/engine.ts';
import { journalOn } from '../../../electron/engine/journal.ts';
import { ask } from '../../../electron/engine/places/create.ts';
import { listPlaces } from '../../../electron/engine/places/list.ts';
import { prepareRemoval } from '../../../electron/engine/places/remove.ts';
import { tendPlaces } from '../../../electron/engine/places/tend.ts';
import { publisherOn } from '../../../electron/engine/publish.ts';
import { watchPartsOf } from '../../../electron/engine/watching/runs.ts';
import { watchingOn } from '../../../electron/engine/watching/watching.ts';
import { workspaceOf } from '../../../electron/engine/workspace.ts';
import { createGit } from '../../../electron/git/git.ts';
import { openStore } from '../../../electron/store/store.ts';
import type { StoredTestEnvironment } from '../../../electron/store/queries/test-environments.ts';
import type { Target } from '../../../electron/targets/target.ts';
import { commitAt, makeShop } from '../watching/setting.ts';
import { codeOf } from './setting.ts';

const declared = (watch: string): string => `slipway: 1
name: shop
watch: ${watch}
environments:
  test: { kind: test, many: true, from: merge-requests }
`;
const application = { 'compose.yaml': 'services:\n  web: { build: . }\n', Dockerfile: 'FROM scratch\n' };
const broken = { 'compose.yaml': 'services: [' };

let ids = 0;
const newId = (): string => `id${String((ids += 1))}`;

/** A clone of a remote whose main has an application, in an engine that was just started. */
async function tendedShop() {
  const { repository, remote, data } = makeShop();
  const declare = (watch: string): void => writeFileSync(join(repository.path, 'slipway.yaml'), declared(watch));
  declare('{ fetch: 1h }');
  commitAt(remote, 'main', 'application', application);
  const store = openStore(data);
  const closing = new AbortController();
  const publisher = publisherOn(store, Date.now);
  const target = {
    watch: () => undefined,
    list: () => Promise.resolve([]),
    listOwned: () => Promise.resolve({ networks: [], volumes: [] }),
  } as unknown as Target;
  const workspace = workspaceOf({
    ...{ dataDirectory: data, store, publisher, git: createGit(), targetAt: () => target, now: Date.now, newId },
  });
  const engine = {
    ...{ store, publisher, workspace, newId, closing: closing.signal, now: Date.now },
    operations: { begin: journalOn(store, publisher, newId(), Date.now).begin },
    mask: (text: string) => text,
    requireRoom: () => Promise.resolve(),
  } as unknown as Engine;
  const watching = watchingOn(engine, watchPartsOf(engine));
  onTestFinished(() => {
    closing.abort();
    watching.stop();
    store.close();
  });
  const open = await workspace.open(repository.path, 'ada');
  const project = open.project.id;
  const list = (): StoredTestEnvironment[] => store.testEnvironments.list(project);
  return {
    ...{ engine, open, store, project, repository, remote, declare, list },
    /** Asks the remote, as watching does. */
    fetch: () => watching.fetch(project),
    /** One look, after what moved in the person's repository was noticed. */
    tend: async () => {
      await open.repository.refresh();
      return tendPlaces(engine, open);
    },
    /** What is begun and goes on: `kind title`. */
    begun: () => store.operations.openOfProject(project).map(({ kind, title }) => `${kind} ${title}`),
    endAll: () => {
      for (const { id } of store.operations.openOfProject(project))
        store.transact(() => store.operations.setStatus(id, 'done', null, Date.now()));
    },
    place: (branch: string, commit: string, template = 'test') =>
      store.testEnvironments.insert({
        ...{ project, environment: `${template}.${branch}`, template, branch, workingTree: false, createdAt: 1 },
        ...{ by: 'slipway', byRule: true, days: null, endsAt: null, commit, request: `request of ${branch}` },
      }),
  };
}

it('what Slipway fetched counts, a younger fetch of the person too, and nothing ends while nobody knows what the remote has', async () => {
  const { store, project, repository, remote, declare, fetch, tend, list, endAll } = await tendedShop();
  const one = commitAt(remote, 'topic', 'one');
  expect(await tend()).toBe(false);
  await fetch();
  expect(await tend()).toBe(true);
  expect(list()).toMatchObject([{ branch: 'topic', commit: one, byRule: true }]);
  endAll();

  repository.git(['remote', 'rename', 'origin', 'upstream']);
  expect(await tend()).toBe(false);
  declare('{ remote: upstream }');
  expect(await tend()).toBe(false);
  repository.git(['remote', 'remove', 'upstream']);
  expect(await tend()).toBe(false);
  repository.git(['remote', 'add', 'origin', remote.path]);
  declare('{ fetch: 1h }');
  await fetch();

  const two = commitAt(remote, 'topic', 'two');
  repository.git(['fetch', '--quiet', 'origin']);
  expect(await tend()).toBe(false);
  store.watching.set(project, { fetchedAt: 1 });
  expect(await tend()).toBe(true);
  expect(list()).toMatchObject([{ commit: two }]);
  endAll();

  remote.git(['update-ref', '-d', 'refs/heads/topic']);
  await fetch();
  expect(await tend()).toBe(true);
  expect(store.operations.openOfProject(project)).toMatchObject([
    { kind: 'remove', plan: { reason: 'topic was deleted' } },
  ]);
});

it('one that nothing can be made of tells why, is not tried again, and holds up no other', async () => {
  const { engine, open, remote, fetch, tend, list, begun, endAll, place } = await tendedShop();
  const main = remote.git(['rev-parse', 'main']);
  place('broken', main);
  place('good', main);
  // Its template is declared no more.
  place('merged', main, 'preview');
  for (const branch of ['broken', 'good', 'merged', 'new', 'never']) remote.branch(branch, main);
  const commit = commitAt(remote, 'broken', 'broken', broken);
  const good = commitAt(remote, 'good', 'good');
  commitAt(remote, 'new', 'new');
  commitAt(remote, 'never', 'never', broken);
  await fetch();

  expect((await prepareRemoval(engine, open, 'preview.merged', 'by hand')).target).toBe('local');
  for (let times = 0; times < 3; times += 1) expect(await tend()).toBe(true);
  expect(begun()).toEqual([`build Build ${good.slice(0, 7)} (good)`, 'remove Remove preview.merged']);
  expect(list()).toMatchObject([
    { branch: 'broken', commit, problem: { code: expect.stringMatching(/^usage\./) as string } },
    { branch: 'good', commit: good, problem: null },
    { branch: 'merged' },
  ]);
  endAll();
  expect(await tend()).toBe(true);
  expect(list().at(-1)?.branch).toBe('new');
  const { branches } = await listPlaces(engine, open);
  expect(branches).toMatchObject([{ branch: 'never', problem: { code: expect.stringMatching(/^usage\./) as string } }]);
});

it('what is removed, or is being removed, is not brought back by a commit', async () => {
  const { engine, open, store, remote, fetch, place, list, project } = await tendedShop();
  const commit = commitAt(remote, 'topic', 'topic');
  await fetch();
  const id = place('topic', commit);
  const [there] = list();
  const configuration = await open.requireConfiguration();
  const move = (): Promise<string> =>
    codeOf(ask(engine, open, configuration, { ref: 'topic', commit }, { ...(there as StoredTestEnvironment) }));
  const removing = { project, kind: 'remove', scope: 'environment:test.topic', environment: 'test.topic' } as const;
  const plan = await prepareRemoval(engine, open, 'test.topic', 'by hand');
  const { operation } = engine.operations.begin(
    {
      ...{ ...removing, id: newId(), title: 'Remove', release: null, revision: null, plan },
      ...{ by: 'ada', why: null, key: 'a key of the removal', startedAt: 1 },
    },
    () => undefined,
  );
  expect(await move()).toBe('conflict.environment-busy');
  store.transact(() => {
    store.operations.setStatus(operation.id, 'done', null, 2);
    store.testEnvironments.remove(id, { at: 2, by: 'ada', reason: 'by hand', operation: operation.id });
  });
  expect(await move()).toBe('conflict.removed');
  expect(list()).toEqual([]);
});
