import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fail, problemFrom } from '../../../shared/problem.ts';
import { commitAt, configuration, makeShop, until, watchShop, type Watched } from './setting.ts';

const begins = (watched: Watched, ...expected: string[]): Promise<void> =>
  until(
    () => watched.begun.length >= expected.length,
    () => ({ begun: watched.begun, expected }),
  ).then(() => {
    expect(watched.begun).toEqual(expected);
  });

const failuresOf = ({ store }: Watched): unknown[] =>
  store.events
    .since(0, 1000)
    .filter(({ type }) => type === 'watch.failed')
    .map(({ data }) => data['code']);

describe('watching', () => {
  it('builds what followed branches have at first, then every push, one a branch and in turn', async () => {
    const shop = makeShop('{ fetch: 1h, atOnce: 1 }');
    const { remote, repository } = shop;
    const before = commitAt(remote, 'release/1', 'old');
    const watched = await watchShop(shop);
    await begins(watched, 'main Begin');
    expect(await watched.get()).toMatchObject({ on: true, reason: null, remote: 'origin', atOnce: 1, problem: null });

    // A commit here counts at once; what is at the remote does when it was asked.
    const begun = performance.now();
    repository.commit({ message: 'Here\n', files: { 'here.txt': 'x' } });
    await until(
      async () => (await watched.get()).queue.length === 1,
      () => watched.begun,
    );
    expect(performance.now() - begun).toBeLessThan(2500);
    repository.git(['push', '--quiet', 'origin', 'main']);
    const release = commitAt(remote, 'release/1', 'fix');
    commitAt(remote, 'main', 'there');
    const newest = commitAt(remote, 'main', 'newest');
    expect(await watched.watching.fetch(watched.project)).toEqual({ moved: true });
    await until(
      async () => (await watched.get()).queue.length === 2,
      () => watched.begun,
    );
    const { queue, branches, running } = await watched.get();
    expect(queue.map(({ branch, commit }) => [branch, commit])).toEqual([
      ['main', newest],
      ['release/1', release],
    ]);
    expect(branches.map(({ branch, state, environments }) => [branch, state, environments])).toEqual([
      ['main', 'waiting', ['qa']],
      ['release/1', 'waiting', []],
    ]);
    expect(running).toEqual([watched.wishes[0]?.id]);
    watched.end();
    await begins(watched, 'main Begin', 'main newest');
    watched.end();
    await begins(watched, 'main Begin', 'main newest', 'release/1 fix');
    watched.end();
    await sleep(300);
    expect((await watched.get()).queue).toEqual([]);
    expect(repository.git(['for-each-ref', '--format=%(refname)'])).not.toMatch(/slipway|fetched/);
    expect(watched.wishes.map(({ commit }) => commit)).not.toContain(before);
  });

  it('notices what was pushed while no engine ran, and goes on being paused', async () => {
    const shop = makeShop();
    const first = await watchShop(shop);
    await begins(first, 'main Begin');
    first.end();
    expect(await first.watching.pause(first.project, true, 'ada', 'moving')).toEqual({ on: false });
    await first.close();
    commitAt(shop.remote, 'main', 'one');
    commitAt(shop.remote, 'main', 'two');
    const second = await watchShop(shop);
    await until(
      async () => (await second.get()).queue.length === 1,
      () => second.begun,
    );
    expect(await second.get()).toMatchObject({ on: false, reason: 'Paused by ada: moving', paused: { by: 'ada' } });
    expect(second.begun).toEqual([]);
    expect(await second.watching.pause(second.project, false, 'ada', null)).toEqual({ on: true });
    await begins(second, 'main two');
    // The engine dies before it has written down that it began: the same place in line is the same run.
    const since = Number(second.wishes[0]?.key.split(':').at(-1));
    const known = second.store.watching.branches(second.project).get('main');
    await second.close();
    const third = await watchShop(shop, { serve: false });
    if (!known?.built) throw new Error('Nothing was built.');
    const { commit } = known.built;
    third.store.watching.putBranch(third.project, {
      ...known,
      built: null,
      waiting: { branch: 'main', commit, since, trigger: 'push' },
    });
    third.watching.serve();
    await until(
      () => third.store.watching.branches(third.project).get('main')?.built?.commit === commit,
      () => third.store.watching.branches(third.project).get('main'),
    );
    expect(third.begun).toEqual([]);
    expect(third.store.operations.list(third.project, Date.now(), 10)).toHaveLength(2);
  });

  it('does nothing without a pipeline, or in an engine that serves nobody', async () => {
    const shop = makeShop();
    const idle = await watchShop(shop, { serve: false });
    await idle.watching.look(idle.open);
    expect(await idle.get()).toMatchObject({ on: false, reason: expect.stringContaining('slipway serve') as string });
    await idle.close();
    writeFileSync(join(shop.repository.path, 'slipway.yaml'), configuration().replace('pipeline: {}\n', ''));
    const watched = await watchShop(shop);
    await watched.watching.look(watched.open);
    expect(await watched.get()).toMatchObject({ on: false, reason: expect.stringContaining('pipeline') as string });
    expect(watched.begun).toEqual([]);
    writeFileSync(join(shop.repository.path, 'slipway.yaml'), configuration());
    await watched.watching.look(watched.open);
    await begins(watched, 'main Begin');
  });

  it('tells once that a remote cannot be asked, asks less often, and builds what is here meanwhile', async () => {
    const shop = makeShop('{ fetch: 1m }');
    commitAt(shop.remote, 'release/1', 'old');
    shop.repository.git(['remote', 'set-url', 'origin', join(shop.data, 'nowhere')]);
    const watched = await watchShop(shop);
    await begins(watched, 'main Begin');
    for (let times = 0; times < 2; times += 1)
      await expect(watched.watching.fetch(watched.project)).rejects.toMatchObject({
        problem: { code: 'failed.remote-gone' },
      });
    const { problem, nextFetchAt } = await watched.get();
    expect(problem?.code).toBe('failed.remote-gone');
    expect((nextFetchAt ?? 0) - Date.now()).toBeGreaterThan(200_000);
    expect(failuresOf(watched)).toEqual(['failed.remote-gone']);
    shop.repository.git(['remote', 'set-url', 'origin', shop.remote.path]);
    watched.end();
    const there = commitAt(shop.remote, 'main', 'there');
    await watched.watching.fetch(watched.project);
    expect((await watched.get()).problem).toBeNull();
    await begins(watched, 'main Begin', 'main there');
    expect(watched.wishes.at(-1)?.commit).toBe(there);
    // It was there before the remote answered for the first time: nobody pushed it.
    expect((await watched.get()).branches).toMatchObject([{ branch: 'main' }, { branch: 'release/1', state: 'new' }]);
  });

  it('takes no other run for its own: neither one of some stages, nor one of another branch at the same commit', async () => {
    const shop = makeShop('{ fetch: 1h, atOnce: 4 }');
    const watched = await watchShop(shop, { serve: false });
    watched.insertRun({ ref: 'main', commit: shop.repository.git(['rev-parse', 'main']), wanted: ['lint'] });
    watched.watching.serve();
    await until(
      async () => (await watched.get()).queue.length === 1,
      () => watched.begun,
    );
    expect(watched.begun).toEqual([]);
    watched.end();
    await begins(watched, 'main Begin');
    watched.end();

    const commit = commitAt(shop.remote, 'main', 'there');
    const other = watched.insertRun({ ref: 'topic', commit, wanted: null });
    watched.store.operations.setStatus(other, 'needs-attention', null, null);
    await watched.watching.fetch(watched.project);
    await until(
      async () => (await watched.get()).branches.some(({ problem }) => problem?.code === 'conflict.run-open'),
      () => watched.begun,
    );
    expect((await watched.get()).queue).toMatchObject([{ branch: 'main', commit }]);
  });

  it('does not run again what came with a test environment, before its branch was watched', async () => {
    const shop = makeShop();
    const watched = await watchShop(shop, { serve: false });
    const { project, store } = watched;
    const commit = shop.repository.git(['rev-parse', 'main']);
    const id = watched.insertRun({ ref: 'main', commit, wanted: null });
    store.runs.insert({
      ...{ id, project, ref: 'main', commit, release: null, words: '', startedAt: 1, stages: [], deploysTo: [] },
    });
    store.operations.setStatus(id, 'failed', null, 1);
    watched.watching.serve();
    await until(
      async () => (await watched.get()).branches.some(({ run }) => run === id),
      () => watched.begun,
    );
    expect(watched.begun).toEqual([]);
  });

  it('does not run again what somebody has run by hand while it waited', async () => {
    const shop = makeShop();
    const watched = await watchShop(shop);
    const { project, store } = watched;
    await begins(watched, 'main Begin');
    watched.end();
    await watched.watching.pause(project, true, 'ada', null);
    const commit = commitAt(shop.remote, 'main', 'pushed');
    await watched.watching.fetch(project);
    await until(
      async () => (await watched.get()).queue.length === 1,
      () => watched.begun,
    );
    const id = watched.insertRun({ ref: 'main', commit, wanted: null });
    store.runs.insert({
      ...{
        id,
        project,
        ref: 'main',
        commit,
        release: null,
        words: '',
        startedAt: Date.now(),
        stages: [],
        deploysTo: [],
      },
    });
    watched.end();
    await watched.watching.pause(project, false, 'ada', null);
    await until(
      async () => (await watched.get()).branches.some(({ run }) => run === id),
      () => watched.begun,
    );
    expect(watched.begun).toEqual(['main Begin']);
    expect((await watched.get()).queue).toEqual([]);
  });

  it('tells a run whose branch is rewritten or deleted in the middle of it, and lets it go on', async () => {
    const shop = makeShop();
    const watched = await watchShop(shop);
    await begins(watched, 'main Begin');
    commitAt(shop.remote, 'release/1', 'one');
    await watched.watching.fetch(watched.project);
    await begins(watched, 'main Begin', 'release/1 one');
    shop.remote.git(['update-ref', 'refs/heads/release/1', 'refs/heads/main']);
    const other = commitAt(shop.remote, 'release/1', 'other');
    await watched.watching.fetch(watched.project);
    const run = watched.wishes[1]?.id ?? '';
    await until(
      () => watched.log(run).length === 1,
      () => watched.log(run),
    );
    shop.remote.git(['update-ref', '-d', 'refs/heads/release/1']);
    await watched.watching.fetch(watched.project);
    await until(
      () => watched.log(run).length === 2,
      () => watched.log(run),
    );
    expect(watched.log(run)).toEqual([
      expect.stringMatching(/^release\/1 was rewritten meanwhile/),
      expect.stringMatching(/^release\/1 was deleted meanwhile/),
    ]);
    expect((await watched.get()).running).toContain(run);
    expect((await watched.get()).queue).toEqual([]);
    expect(watched.wishes.map(({ commit }) => commit)).not.toContain(other);
    expect(watched.heard).toContainEqual({ live: 'run', project: watched.project, run });
  });

  it('says why a commit cannot be run, tries again what may pass, and goes on with the others', async () => {
    const shop = makeShop();
    const watched = await watchShop(shop, { serve: false });
    watched.refuse(fail('usage.nothing-to-build', 'No service has `build:`.'));
    watched.watching.serve();
    await until(
      async () => (await watched.get()).branches.some(({ problem }) => problem !== null),
      () => watched.begun,
    );
    expect((await watched.get()).branches).toMatchObject([
      { branch: 'main', state: 'failed', problem: { code: 'usage.nothing-to-build' } },
    ]);
    expect(failuresOf(watched)).toEqual(['usage.nothing-to-build']);
    watched.refuse(fail('refused.disk-full', 'The disk is full.', { retry: true }));
    commitAt(shop.remote, 'main', 'two');
    await watched.watching.fetch(watched.project);
    await until(
      async () => (await watched.get()).branches.some(({ problem }) => problem?.code === 'refused.disk-full'),
      () => watched.begun,
    );
    expect((await watched.get()).queue).toHaveLength(1);
    expect(failuresOf(watched)).toHaveLength(1);
  });

  it('outlives a repository that goes away', async () => {
    const shop = makeShop();
    const watched = await watchShop(shop);
    await begins(watched, 'main Begin');
    rmSync(shop.repository.path, { recursive: true });
    await watched.watching.look(watched.open);
    expect(problemFrom(await watched.watching.fetch(watched.project).catch((thrown: unknown) => thrown)).code).toMatch(
      /^failed\./,
    );
    expect((await watched.get()).problem?.code).toMatch(/^failed\./);
  });
});
