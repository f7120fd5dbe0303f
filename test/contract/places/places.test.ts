/** Branches and a working tree on their own addresses while main goes on, on a real engine, until they end. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { createRepository, type FixtureRepository } from '../../fixtures/repository.ts';
import { applicationFiles, codeOf, newKey, placesSetting } from './setting.ts';

const declared = (rule: string, pipeline = ''): string => `slipway: 1
name: places
${pipeline}environments:
  qa: { kind: qa, follows: main }
  test: { kind: test, many: true, healthTimeout: 20s${rule} }
`;

let repository: FixtureRepository;
const { call, finish, restart, owned, places, told, quiet, at, ended, until } = await placesSetting((folder) => {
  repository = createRepository(join(folder, 'repository'));
  repository.commit({
    message: 'Begin\n',
    files: { ...applicationFiles, 'slipway.yaml': declared(''), 'index.html': 'main\n' },
  });
  return repository;
});

it('every branch that is not merged may have one, however many are merged and as new', async () => {
  const idea = repository.git(['commit-tree', '-p', 'main', '-m', 'An idea', 'main^{tree}']);
  const merged = Array.from({ length: 150 }, (_none, n) => `merged-${String(n)}`);
  const refs = (line: (branch: string) => string): string =>
    repository.git(['update-ref', '--stdin'], [...merged, 'one-idea'].map(line).join(''));
  const main = repository.git(['rev-parse', 'main']);
  refs((branch) => `create refs/heads/${branch} ${branch === 'one-idea' ? idea : main}\n`);
  const shown = async () => (await call('testEnvironment.list')).branches.map(({ branch }) => branch);
  expect(await until('the idea is shown', async () => (await shown()).includes('one-idea') && shown())).toEqual([
    'one-idea',
  ]);
  refs((branch) => `delete refs/heads/${branch}\n`);
});

it('a branch is on its own address while main goes on, follows its green builds, and goes without a trace', async () => {
  repository.git(['checkout', '-q', '-b', 'Feature/Login']);
  repository.commit({ message: 'Add the login\n\ncloses #12\n', files: { 'index.html': 'login\n' } });
  const key = newKey();
  const { operation, environment } = await call('testEnvironment.create', { branch: 'Feature/Login', key });
  expect(operation.kind).toBe('build');
  expect(environment).toMatchObject({ branch: 'Feature/Login', workingTree: false, byRule: false, ahead: 1 });
  expect(environment.review).toMatchObject({ from: 'commits', draft: false, workItems: ['#12'] });
  expect((await ended(operation)).status).toBe('done');
  // The same request asked again is at what came of it.
  const brought = await until('its promotion', async () => {
    const { operation: next } = await call('testEnvironment.create', { branch: 'Feature/Login', key });
    return next.kind === 'promote' && next;
  });
  expect((await ended(brought)).status).toBe('done');
  const name = environment.environment;
  expect(name).toMatch(/^test\.feature-login-[0-9a-f]{10}$/);
  await at(name, 'login');
  expect((await call('project.status')).environments.map((one) => one.name)).toEqual(['qa', 'test', name]);

  const tip = repository.commit({ message: 'Again\n', files: { 'index.html': 'again\n' } });
  await finish('release.build', { ref: 'Feature/Login' });
  const followed = await at(name, 'again');
  expect([followed.commit, (followed.endsAt ?? 0) > (environment.endsAt ?? 0)]).toEqual([tip, true]);

  await quiet(name);
  const preview = await call('testEnvironment.preview', { environment: name });
  expect([preview.containers, preview.volumes, preview.networks].map((some) => some.length)).toEqual([1, 1, 1]);
  expect(preview.images).toHaveLength(2);
  const removal = newKey();
  const { operation: removing } = await call('testEnvironment.remove', { environment: name, key: removal });
  expect((await call('testEnvironment.remove', { environment: name, key: removal })).operation.id).toBe(removing.id);
  expect((await ended(removing)).status).toBe('done');
  for (const what of ['containers', 'networks', 'volumes'] as const) expect(await owned(what, name), what).toEqual([]);
  expect(await owned('images')).toEqual([]);
  expect((await call('project.status')).environments.map((one) => one.name)).toEqual(['qa', 'test']);
  expect((await call('history.list', { environment: name, limit: 10 })).revisions.map((one) => one.status)).toEqual([
    'replaced',
    'replaced',
  ]);
  expect(await codeOf(call('testEnvironment.remove', { environment: name, key: newKey() }))).toBe(
    'usage.no-such-environment',
  );
  expect(await codeOf(call('testEnvironment.remove', { environment: 'qa', key: newKey() }))).toBe(
    'usage.no-such-environment',
  );
});

it('what is in the working tree goes to its own environment and nowhere else, and is not touched', async () => {
  repository.git(['checkout', '-q', '-b', 'mine']);
  repository.write('index.html', 'not committed\n');
  const status = repository.git(['status', '--porcelain']);
  const { operation, environment } = await call('testEnvironment.create', { workingTree: true, key: newKey() });
  const name = environment.environment;
  expect(environment).toMatchObject({ environment: 'test.here--bench', branch: null, workingTree: true });
  expect((await ended(operation)).status).toBe('done');
  await at(name, 'not committed');
  expect(repository.git(['status', '--porcelain'])).toBe(status);
  expect((await call('workingTree.get')).workingTree).toMatchObject({ branch: 'mine', count: 1, ahead: 2, behind: 0 });

  const release = (await call('release.list', { limit: 1 })).releases[0];
  expect(release?.workingTree).toBe(name);
  expect((await call('promotion.preview', { release: release?.id, to: 'qa' })).refusal?.code).toBe(
    'refused.working-tree',
  );
  expect(await codeOf(call('release.build', { ref: environment.commit, key: newKey() }))).toBe('refused.working-tree');
  await quiet(name);
  const { operation: removing } = await call('testEnvironment.remove', { environment: name, key: newKey() });
  expect((await ended(removing)).status).toBe('done');
  expect(await owned('images')).toEqual([]);
  repository.git(['checkout', '-q', 'index.html']);
});

it('by rule each branch that is ready gets one, of two that differ in case each its own; they end with their branch', async () => {
  repository.git(['checkout', '-q', 'main']);
  for (const branch of ['topic', 'Topic', 'draft']) {
    repository.git(['checkout', '-q', '-b', `rule/${branch}`, 'main']);
    const message = branch === 'draft' ? 'WIP: not yet\n' : `${branch}\n`;
    repository.commit({ message, files: { 'index.html': `${branch}\n` } });
  }
  repository.git(['checkout', '-q', 'main']);
  repository.commit({ message: 'Rule\n', files: { 'slipway.yaml': declared(', from: branches, branches: [rule/*]') } });
  await call('project.status');
  const two = await until('two of them', async () => {
    const found = (await places()).filter(({ url }) => url !== null);
    return found.length === 2 && found;
  });
  expect(two.map(({ branch }) => branch).toSorted()).toEqual(['rule/Topic', 'rule/topic']);
  for (const { environment, branch, byRule } of two) {
    await at(environment, branch?.slice(5) ?? '');
    expect(byRule).toBe(true);
  }
  // Killed and started again: nothing is made twice.
  await restart();
  repository.git(['merge', '-q', '--no-ff', '-m', 'Merge', 'rule/topic']);
  repository.git(['branch', '-q', '-D', 'rule/Topic']);
  await until('their end', async () => (await places()).length === 0);
  expect(await owned('containers')).toEqual([]);
  expect((await told('testEnvironment.created')).slice(2)).toEqual(['slipway', 'slipway']);
  expect((await told('testEnvironment.removed')).slice(2)).toEqual(['slipway', 'slipway']);
});

it('by rule nothing comes that did not pass the pipeline, and what comes is not run twice', async () => {
  const test = `{ run: "! grep broken index.html", in: "${baseImageName}" }`;
  const configuration = declared(', from: branches, branches: [piped]', `pipeline: { test: ${test} }\n`);
  repository.commit({ message: 'Pipe\n', files: { 'slipway.yaml': configuration } });
  repository.git(['checkout', '-q', '-b', 'piped']);
  const commit = (text: string): string =>
    repository.commit({ message: `${text}\n`, files: { 'index.html': `${text}\n` } });
  commit('broken first');
  const failed = await until('its problem', async () => (await places()).find(({ problem }) => problem !== null));
  expect(failed).toMatchObject({ branch: 'piped', byRule: true, url: null, problem: { code: 'failed.stage' } });
  commit('good');
  await at(failed.environment, 'good');
  const broken = commit('broken again');
  await until('its new problem', async () => {
    const [found] = await places();
    return found?.commit === broken && found.problem !== null;
  });
  await at(failed.environment, 'good');
  const { runs } = await call('run.list', { ref: 'piped' });
  expect(runs.map(({ subject, status, trigger }) => `${subject}: ${status}, ${trigger}`)).toEqual([
    'broken again: failed, push',
    'good: passed, push',
    'broken first: failed, push',
  ]);
  // What somebody built of it by hand has passed nothing.
  await finish('release.build', { ref: 'piped' });
  expect((await places())[0]?.problem?.code).toBe('failed.stage');
  repository.git(['checkout', '-q', 'main']);
  repository.git(['branch', '-q', '-D', 'piped']);
  await until('its end', async () => (await places()).length === 0);
  repository.commit({ message: 'By hand again\n', files: { 'slipway.yaml': declared(', branches: [rule/*]') } });
});

it('what cannot be is refused by name, and leaves nothing behind', async () => {
  const create = (given: object): Promise<string> =>
    codeOf(call('testEnvironment.create', { ...given, key: newKey() }));
  expect(await create({ branch: 'main' })).toBe('refused.branch');
  expect(await create({ branch: 'rule/topic' })).toBe('refused.merged');
  expect(await create({ branch: 'nowhere' })).toBe('usage.no-such-branch');
  expect(await create({ branch: '--upload-pack=x' })).toBe('usage.no-such-branch');
  expect(await create({ branch: 'rule/draft', name: '../x' })).toBe('usage.name');
  expect(await create({ branch: 'rule/draft', template: 'qa' })).toBe('usage.no-template');
  expect(await places()).toEqual([]);
  rmSync(join(repository.path, 'slipway.yaml'));
});
