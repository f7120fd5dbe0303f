/** Plans, settled conflicts and written commits; and that looking writes nothing. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PickForecast, PrerequisiteItem } from '../../../shared/domain/hotfix.ts';
import { repositoryIn, type FixtureRepository } from '../../fixtures/repository.ts';
import { all, lines, story } from './pick-story.ts';
import { codeOf, workspace } from './workspace.ts';

const space = workspace();
const by = { name: 'Grace Hopper', email: 'grace@example.com' };
const at = 1_760_000_000_000;

const objectsIn = (folder: string): string[] =>
  readdirSync(join(folder, 'objects'), { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, 'objects', name)).isFile())
    .sort();

describe('a plan', () => {
  it('puts each pick on what the ones before it leave', async () => {
    const repository = space.repository();
    const { onto, grow, other, fix } = story(repository);
    const { picks } = await space.open(repository);
    const plan = await picks.plan(
      { name: 'release', commit: onto },
      [{ commit: grow }, { commit: other }, { commit: fix }, { commit: other }],
      { prerequisites: true },
    );
    expect(plan.picks.map(({ forecast }) => forecast)).toEqual(['clean', 'clean', 'clean', 'present']);
    repository.git(['cherry-pick', grow, other, fix]);
    expect(plan.tree).toBe(repository.git(['rev-parse', 'HEAD^{tree}']));
  });

  it('ends at a conflict, names what it needs, and says that the rest cannot be told', async () => {
    const repository = space.repository();
    const { onto, grow, other, fix } = story(repository);
    const { picks } = await space.open(repository);
    const plan = await picks.plan({ name: 'release', commit: onto }, [{ commit: fix }, { commit: other }], {
      prerequisites: true,
    });
    expect(plan.tree).toBeNull();
    expect(plan.picks).toMatchObject([
      { forecast: 'conflict', prerequisites: [grow], problem: null, tree: null },
      { forecast: 'conflict', prerequisites: [], tree: null, problem: { code: 'attention.behind-conflict' } },
    ]);
  });
});

describe('prerequisites', () => {
  it('are offered when they were seen to be enough, by themselves first', async () => {
    const repository = space.repository();
    const { onto, grow, fix } = story(repository);
    const { picks } = await space.open(repository);
    const items = await all(picks.prerequisites(onto, { commit: fix }));
    expect(items).toMatchObject([
      { item: 'named', commits: [{ commit: grow, subject: 'Grow' }] },
      {
        item: 'set',
        set: {
          picks: [
            { commit: grow, forecast: 'clean' },
            { commit: fix, forecast: 'clean' },
          ],
        },
      },
      { item: 'end', complete: true },
    ]);
  });

  it('are followed from conflict to conflict, and no more of them than are needed', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: lines(20) } });
    repository.branch('release');
    const first = repository.commit({ files: { a: lines(20, { 10: 'one' }) } });
    repository.commit({ files: { a: lines(20, { 10: 'one', 1: 'far away' }) } });
    const second = repository.commit({ files: { a: lines(20, { 10: 'one\ntwo', 1: 'far away' }) } });
    const fix = repository.commit({ files: { a: lines(20, { 10: 'one\ntwo, fixed', 1: 'far away' }) } });
    repository.checkout('release');
    const onto = repository.commit({ files: { b: 'b\n' } });
    const { picks } = await space.open(repository);
    const sets = (await all(picks.prerequisites(onto, { commit: fix }))).flatMap((item) =>
      item.item === 'set' ? [item.set.picks.map(({ commit }) => commit)] : [],
    );
    expect(sets).toEqual([[first, second, fix]]);
  });

  it('never offer a set whose result is an empty pick', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: lines(20) } });
    repository.branch('release');
    // The step before the fix does what the fix does and more: with it the fix would be empty.
    repository.commit({ files: { a: lines(20, { 10: 'wrong' }) } });
    const fix = repository.commit({ files: { a: lines(20, { 10: 'right' }) } });
    repository.checkout('release');
    const onto = repository.commit({ files: { a: lines(20, { 10: 'right' }), b: 'b\n' } });
    const { picks } = await space.open(repository);
    const items = await all(picks.prerequisites(onto, { commit: fix }));
    const offered = items.flatMap((item) => (item.item === 'set' ? item.set.picks : []));
    expect(offered.every(({ forecast }) => forecast === 'clean')).toBe(true);
    expect(items.at(-1)?.item).toBe('end');
  });

  it('end when nobody waits any more', async () => {
    const repository = space.repository();
    const { onto, fix } = story(repository);
    const { picks } = await space.open(repository);
    const cancel = new AbortController();
    const items: PrerequisiteItem[] = [];
    for await (const item of picks.prerequisites(onto, { commit: fix }, cancel.signal)) {
      items.push(item);
      cancel.abort();
    }
    expect(items.map(({ item }) => item)).toEqual(['named']);
  });
});

describe('a list of forecasts', () => {
  it('comes in order, and ends when nobody looks any more', async () => {
    const repository = space.repository();
    const onto = repository.commit({ files: { a: 'a\n' } });
    const commits = Array.from({ length: 40 }, (_none, index) =>
      repository.git(['commit-tree', '-p', onto, '-m', String(index), treeWith(repository, `f${String(index)}`)]),
    );
    const { picks } = await space.open(repository);
    const asked = commits.map((commit) => ({ commit }));
    const told = await all(picks.forecasts(onto, asked));
    expect(told.map(({ commit }) => commit)).toEqual(commits);
    expect(new Set(told.map(({ forecast }) => forecast))).toEqual(new Set(['clean']));
    const cancel = new AbortController();
    const seen: PickForecast[] = [];
    const fresh = await space.open(repository);
    for await (const forecast of fresh.picks.forecasts(onto, asked, cancel.signal)) {
      seen.push(forecast);
      cancel.abort();
    }
    expect(seen.length).toBeLessThan(10);
  });
});

function treeWith(repository: FixtureRepository, name: string): string {
  const object = repository.git(['hash-object', '-w', '--stdin'], name);
  const entries = repository.git(['ls-tree', '-z', 'HEAD']).replace(/\0?$/, '\0');
  return repository.git(['mktree', '-z'], `${entries}100644 blob ${object}\t${name}\0`);
}

describe('a settled pick', () => {
  const conflicting = (repository: FixtureRepository) => {
    repository.commit({ files: { a: lines(9), gone: lines(9), run: '#!/bin/sh\n' } });
    repository.branch('release');
    const commit = repository.commit({
      files: { a: lines(9, { 4: 'theirs' }), gone: lines(9, { 1: 'theirs' }), run: '#!/bin/sh\n' },
    });
    repository.checkout('release');
    const onto = repository.commit({ files: { a: lines(9, { 4: 'ours' }), gone: null } });
    return { onto, commit };
  };

  it('shows the file from every side', async () => {
    const repository = space.repository();
    const { onto, commit } = conflicting(repository);
    const { picks } = await space.open(repository);
    const shown = await picks.conflict(onto, { commit }, 'a');
    expect(shown).toMatchObject({
      base: lines(9),
      ours: lines(9, { 4: 'ours' }),
      theirs: lines(9, { 4: 'theirs' }),
      merged: lines(9, { 4: `<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> ${commit.slice(0, 7)}` }),
      choices: ['ours', 'theirs', 'base'],
    });
    const gone = await picks.conflict(onto, { commit }, 'gone');
    expect(gone).toMatchObject({
      ours: null,
      theirs: lines(9, { 1: 'theirs' }),
      choices: ['theirs', 'base', 'delete'],
    });
    expect(await codeOf(picks.conflict(onto, { commit }, 'run'))).toBe('usage.no-such-conflict');
  });

  it('has the tree that was decided, and none before all of it is', async () => {
    const repository = space.repository();
    const { onto, commit } = conflicting(repository);
    const mirror = space.folder('mirror');
    const opened = await space.open(repository, mirror);
    const half = await opened.picks.settle(onto, { commit }, [{ path: 'a', choice: 'ours' }]);
    expect(half).toMatchObject({ tree: null, unsettled: [{ path: 'gone' }] });
    const whole = await opened.picks.settle(onto, { commit }, [
      { path: 'a', choice: 'content', content: 'both\n' },
      { path: 'gone', choice: 'delete' },
    ]);
    // In the mirror's own store: the repository has no such tree yet.
    expect(repositoryIn(mirror).git(['cat-file', '-t', whole.tree ?? ''])).toBe('tree');
    repository.write('a', 'both\n');
    repository.git(['add', 'a']);
    expect(whole).toEqual({ tree: repository.git(['write-tree']), unsettled: [] });
  });

  it('refuses text for what is taken whole', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: Buffer.from([0, 1]) } });
    repository.branch('release');
    const commit = repository.commit({ files: { a: Buffer.from([0, 2]) } });
    repository.checkout('release');
    const onto = repository.commit({ files: { a: Buffer.from([0, 3]) } });
    const { picks } = await space.open(repository);
    const shown = await picks.conflict(onto, { commit }, 'a');
    expect(shown).toMatchObject({ base: null, ours: null, theirs: null, merged: null });
    const text = picks.settle(onto, { commit }, [{ path: 'a', choice: 'content', content: 'x' }]);
    expect(await codeOf(text)).toBe('usage.settlement');
    const { tree } = await picks.settle(onto, { commit }, [{ path: 'a', choice: 'theirs' }]);
    expect(tree).toBe(repository.git(['rev-parse', `${commit}^{tree}`]));
  });
});

describe('a written pick', () => {
  it.each([
    ['a subject', 'Fix\n'],
    ['a body', 'Fix\n\nBecause.\n'],
    ['trailers', 'Fix\n\nBecause.\n\nSigned-off-by: Ada <ada@example.com>\nReviewed-by: Bob <b@example.com>\n'],
    ['a trailer that stands alone', 'Fix\n\nSee: https://example.com\n'],
    ['a subject that looks like a trailer', 'fix: the door\n'],
    ['an earlier pick', `Fix\n\n(cherry picked from commit ${'a'.repeat(40)})\n`],
    ['text and a trailer in one paragraph', 'Fix\n\nSome text\nand more of it\nSigned-off-by: Ada <a@b>\n'],
    ['space and empty lines', '\n\nFix  \n\n\n\nBecause.   \n\n\n'],
    ['no end of line', 'Fix'],
    ['nothing', ''],
  ])('has the message that git would write: %s', async (_what, message) => {
    const repository = space.repository();
    repository.commit({ files: { a: 'a\n' } });
    repository.branch('release');
    repository.write('b', 'b\n');
    repository.git(['add', 'b']);
    const tree = repository.git(['write-tree']);
    const author = { name: 'Ädä', email: 'ada@example.com', date: '1700000000 +0200' };
    const raw = `tree ${tree}\nparent ${repository.git(['rev-parse', 'HEAD'])}\nauthor ${author.name} <${author.email}> ${author.date}\ncommitter C <c@d> 1700000001 +0000\n\n${message}`;
    const commit = repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], raw);
    repository.git(['reset', '-q', '--hard', 'release']);
    const onto = repository.git(['rev-parse', 'HEAD']);
    const opened = await space.open(repository);
    const settled = await opened.picks.settle(onto, { commit }, []);
    const options = { onto, pick: { commit }, tree: settled.tree ?? '', committer: by, at };
    const made = await opened.picks.commit(options);
    expect(await opened.picks.commit(options)).toBe(made);
    expect(await opened.resolve(made)).toBe(made);
    const detail = await opened.detail(made);
    expect(detail.commit).toMatchObject({ author: 'Ädä', authoredAt: 1_700_000_000_000, parents: [onto] });
    repository.git(['cherry-pick', '-x', '--allow-empty-message', commit]);
    expect(detail.message).toBe(`${repository.git(['log', '-1', '--format=%B'])}\n`);
    expect(settled.tree).toBe(repository.git(['rev-parse', 'HEAD^{tree}']));
  });

  it('keeps a message in another encoding byte for byte, and drops the signature of its source', async () => {
    const repository = space.repository();
    const onto = repository.commit({ files: { a: 'a\n' } });
    const tree = repository.git(['rev-parse', 'HEAD^{tree}']);
    const raw = Buffer.from(
      `tree ${tree}\nparent ${onto}\nauthor J\xf6rg <j@d> 1700000000 +0200\ncommitter J\xf6rg <j@d> 1700000001 +0000\nencoding ISO-8859-1\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\nGr\xfc\xdfe\n`,
      'latin1',
    );
    const commit = repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], raw);
    const opened = await space.open(repository);
    const [forecast] = await all(opened.picks.forecasts(onto, [{ commit }]));
    expect(forecast).toMatchObject({ subject: 'Grüße', forecast: 'empty' });
    const made = await opened.picks.commit({ onto, pick: { commit }, tree, committer: by, at });
    const { commit: read } = await opened.detail(made);
    expect(read).toMatchObject({ subject: 'Grüße', author: 'Jörg' });
  });
});

describe('a back-merge', () => {
  it('is made in memory, with both as parents', async () => {
    const repository = space.repository();
    const { onto } = story(repository);
    const main = repository.git(['rev-parse', 'main']);
    const opened = await space.open(repository);
    const { tree, files } = await opened.picks.merge(main, onto);
    expect(files).toEqual([]);
    const made = await opened.picks.commitMerge({
      onto: main,
      other: onto,
      tree: tree ?? '',
      message: 'Merge the release',
      committer: by,
      at,
    });
    expect((await opened.detail(made)).commit.parents).toEqual([main, onto]);
    repository.checkout('main');
    repository.merge('release');
    expect(tree).toBe(repository.git(['rev-parse', 'HEAD^{tree}']));
  });

  it('names what conflicts', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: lines(9) } });
    repository.branch('release');
    const main = repository.commit({ files: { a: lines(9, { 4: 'main' }) } });
    repository.checkout('release');
    const onto = repository.commit({ files: { a: lines(9, { 4: 'release' }) } });
    const { picks } = await space.open(repository);
    expect(await picks.merge(main, onto)).toMatchObject({ tree: null, files: [{ path: 'a', kind: 'content' }] });
  });
});

describe('looking', () => {
  it('writes nothing into the repository or the mirror, and leaves what it needed to the next opening', async () => {
    const repository = space.repository();
    const { onto, grow, fix } = story(repository);
    const mirror = space.folder('mirror');
    const { picks } = await space.open(repository, mirror);
    const state = (): unknown => [
      objectsIn(mirror),
      objectsIn(join(repository.path, '.git')),
      readFileSync(join(repository.path, '.git', 'index')).toString('hex'),
      repository.git(['for-each-ref']),
    ];
    const before = state();
    await all(picks.forecasts(onto, [{ commit: grow }, { commit: fix }]));
    await picks.plan({ name: 'release', commit: onto }, [{ commit: grow }, { commit: fix }], { prerequisites: true });
    await all(picks.prerequisites(onto, { commit: fix }));
    await picks.conflict(onto, { commit: fix }, 'a');
    expect(state()).toEqual(before);
    expect(readdirSync(mirror).some((name) => name.startsWith('unfinished-'))).toBe(true);
    await space.open(repository, mirror);
    expect(readdirSync(mirror).some((name) => name.startsWith('unfinished-'))).toBe(false);
    // The first one finds its store gone, and makes another.
    expect(await all(picks.forecasts(onto, [{ commit: grow }]))).toMatchObject([{ forecast: 'clean' }]);
    const again = await picks.plan({ name: 'release', commit: onto }, [{ commit: grow }, { commit: fix }], {
      prerequisites: true,
    });
    expect(again.picks).toMatchObject([{ forecast: 'clean' }, { forecast: 'clean' }]);
  });
});
