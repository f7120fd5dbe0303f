import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectHandlers } from '../../../electron/api/projects.ts';
import { beginDeployment, beginDeployments } from '../../../electron/engine/begin-deployment.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import { journalOn } from '../../../electron/engine/journal.ts';
import { prepareBuild } from '../../../electron/engine/prepare-build.ts';
import type { Prepared } from '../../../electron/engine/prepare-promotion.ts';
import { tend } from '../../../electron/engine/tending.ts';
import { publisherOn } from '../../../electron/engine/publish.ts';
import type { OpenProject } from '../../../electron/engine/workspace.ts';
import { createGit } from '../../../electron/git/git.ts';
import { releaseRecord } from '../../../electron/steps/release-record.ts';
import type { Lane } from '../../../shared/domain/hotfix.ts';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { folder, operationOf, problemOfThrowing, project, releaseOf, seeded } from '../../contract/store/setting.ts';
import { createRepository } from '../../fixtures/repository.ts';
import { artifact, deployment, side } from '../steps/memory-target.ts';

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => problemFrom(error).code,
  );

it('a release that is rejected between its preview and its start does not start', async () => {
  const store = seeded();
  const publisher = publisherOn(store, () => 1);
  const { begin } = journalOn(store, publisher, 'owner', () => 1);
  const release = releaseOf('r1');
  store.releases.insert(release);
  const requireRoom = (): Promise<void> => {
    store.releases.reject(project, 'r1', { by: 'grace', at: 1, why: 'it leaks' });
    return Promise.resolve();
  };
  const engine = {
    store,
    publisher,
    operations: { begin },
    requireRoom,
    now: () => 1,
    newId: () => 'one',
  } as unknown as Engine;
  const plan = { ...deployment({ next: side(1, [artifact('web')]) }), project };
  const prepared = { plan, release, refusal: null, environment: { declaration: {} }, loses: [] } as unknown as Prepared;
  expect(await codeOf(beginDeployment(engine, prepared, undefined, { by: 'ada', why: null, key: 'k' }))).toBe(
    'refused.rejected',
  );
  expect(store.operations.open()).toEqual([]);
});

it('several rollbacks begin together or not at all, and reject what leaves only when they do', async () => {
  const store = seeded();
  const publisher = publisherOn(store, () => 1);
  const { begin } = journalOn(store, publisher, 'owner', () => 1);
  for (const id of ['r1', 'r2']) store.releases.insert(releaseOf(id, { inputs: id }));
  let ids = 0;
  const engine = {
    store,
    publisher,
    operations: { begin },
    requireRoom: () => Promise.resolve(),
    now: () => 1,
    newId: () => `o${String((ids += 1))}`,
  } as unknown as Engine;
  const wish = (environment: string) => {
    const plan = deployment({ next: { ...side(1, [artifact('web')]), release: 'r1' } });
    const prepared = { release: releaseOf('r1'), refusal: null, environment: { declaration: {} }, loses: [] };
    return {
      prepared: {
        ...prepared,
        current: { release: 'r2' },
        plan: { ...plan, project, environment, kind: 'rollback', restores: 1 },
      } as unknown as Prepared,
      shown: undefined,
      key: `key:${environment}`,
    };
  };
  const asked = { by: 'ada', why: null };
  const start = (...environments: string[]) =>
    beginDeployments(engine, environments.map(wish), asked, 'it loses carts');
  store.operations.insert(operationOf('other', { scope: 'environment:staging' }));
  expect(await codeOf(start('qa', 'staging'))).toBe('conflict.environment-busy');
  expect(store.operations.open().map(({ id }) => id)).toEqual(['other']);
  expect(store.releases.get(project, 'r2')?.rejected).toBeNull();
  expect(store.holds.get(project, 'qa')).toBeNull();
  expect(await start('qa', 'production')).toHaveLength(2);
  expect(store.releases.get(project, 'r2')?.rejected).toMatchObject({ why: 'it loses carts' });
  expect(store.holds.get(project, 'production')).toMatchObject({ by: 'ada', why: 'rolled back to #1' });
});

it('several begin only when the engine puts nothing right at any of them, also what it began meanwhile', async () => {
  const store = seeded();
  const publisher = publisherOn(store, () => 1);
  const { begin } = journalOn(store, publisher, 'owner', () => 1);
  store.releases.insert(releaseOf('r1'));
  let ids = 0;
  const engine = {
    store,
    publisher,
    operations: { begin },
    requireRoom: () => Promise.resolve(),
    now: () => 1,
    newId: () => `o${String((ids += 1))}`,
  } as unknown as Engine;
  const wish = (environment: string) => {
    const plan = { ...deployment({ next: { ...side(1, [artifact('web')]), release: 'r1' } }), project, environment };
    const prepared = { release: releaseOf('r1'), refusal: null, environment: { declaration: {} }, loses: [], plan };
    return { prepared: prepared as unknown as Prepared, shown: undefined, key: environment };
  };
  const tending = (environment: string): (() => Promise<void>) => {
    let done = (): void => undefined;
    const work = new Promise<void>((resolve) => (done = resolve));
    const tended = tend({ project, environment }, () => work);
    return () => (done(), tended);
  };
  const staging = tending('staging');
  const begun = beginDeployments(engine, ['qa', 'staging'].map(wish), { by: 'ada', why: null });
  await new Promise(setImmediate);
  const qa = tending('qa');
  await staging();
  await new Promise(setImmediate);
  expect(store.operations.open()).toEqual([]);
  await qa();
  expect(await begun).toHaveLength(2);
});

async function projectWith(compose: string): Promise<OpenProject> {
  const path = folder();
  const repository = createRepository(join(path, 'shop'));
  repository.commit({ files: { 'compose.yaml': compose, Dockerfile: 'FROM scratch' } });
  const { configuration } = parseConfiguration(
    'slipway: 1\nname: shop\nenvironments:\n  qa: { kind: qa }\n',
    'slipway.yaml',
  );
  return {
    project: { id: project },
    repository: await createGit().open(repository.path, join(path, 'mirror.git')),
    requireConfiguration: () => Promise.resolve(configuration),
    target: () => ({}),
  } as unknown as OpenProject;
}

it('two services never build images of one name', async () => {
  const open = await projectWith('services:\n  api.v1: { build: . }\n  api-v1: { build: . }\n');
  expect(await codeOf(prepareBuild({ store: seeded() } as unknown as Engine, open, 'main'))).toBe(
    'usage.image-name-taken',
  );
});

it('a release that is being built has its name already', async () => {
  const open = await projectWith('services:\n  web: { build: . }\n');
  const store = seeded();
  const engine = { store, now: () => 1 } as unknown as Engine;
  const first = await prepareBuild(engine, open, 'main');
  if (!('plan' in first)) throw new Error('Nothing was built yet.');
  store.operations.insert(
    operationOf('one', { kind: 'build', scope: 'build:other', release: first.plan.release, plan: first.plan }),
  );
  const second = await prepareBuild(engine, open, 'main');
  expect(second).toMatchObject({ plan: { release: `${first.plan.release}-2` } });
});

it('a lane is built from its head, as a release of its own branch even where its commit was built before', async () => {
  const open = await projectWith('services:\n  web: { build: . }\n');
  const store = seeded();
  const engine = { store, now: () => 1 } as unknown as Engine;
  const onMain = await prepareBuild(engine, open, 'main');
  if (!('plan' in onMain)) throw new Error('Nothing was built yet.');
  const { commit, inputs } = onMain.plan;
  store.releases.insert(releaseOf('r1', { commit, inputs, ref: 'main' }));
  const lane = { id: 'l1', project, branch: 'release/fix', status: 'open', purpose: 'hotfix', head: commit, picks: [] };
  store.lanes.insert({ ...lane, version: 1 } as unknown as Lane, null, 'operation', 1);
  for (const ref of ['release/fix', 'lane:l1'])
    expect(await prepareBuild(engine, open, ref)).toMatchObject({ plan: { ref: 'release/fix', commit } });
});

it('a build does not take the release of another one for its own', async () => {
  const store = seeded();
  store.releases.insert(releaseOf('r1', { operation: 'other' }));
  const plan = { ...releaseOf('r1'), release: 'r1', registry: null, images: [] };
  const context = {
    store,
    plan,
    operation: { id: 'mine' },
    dataOf: () => null,
    commit: (work: (append: () => void) => unknown) => work(() => undefined),
  };
  const record = releaseRecord as unknown as { run(c: unknown): Promise<unknown>; probe(c: unknown): Promise<unknown> };
  expect(problemOfThrowing(() => record.run(context)).code).toBe('conflict.release-taken');
  expect(await record.probe(context)).toEqual({ state: 'absent' });
});

it('a project that was never opened cannot be forgotten', () => {
  const store = seeded();
  const handlers = projectHandlers({ store, publisher: publisherOn(store, () => 1) } as unknown as Engine);
  expect(
    problemOfThrowing(() => handlers['project.forget']({ project: 'zzzzzz' }, { by: 'ada', face: 'terminal' })).code,
  ).toBe('usage.no-such-project');
  expect(store.events.head().seq).toBe(0);
});
