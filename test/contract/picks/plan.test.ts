/** `hotfix plan` from a name to its answer, through the contract and the command line. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloneRepository, createRepository, type FixtureRepository } from '../../fixtures/repository.ts';
import { key, lines, openShop, type Shop } from '../lanes/setting.ts';

const plan = (shop: Shop, picks: string[], onto?: string, mainline?: number) =>
  shop.call('hotfix.plan', {
    project: shop.project,
    picks,
    ...(onto === undefined ? {} : { onto }),
    ...(mainline === undefined ? {} : { mainline }),
  });

const fixes = (repository: FixtureRepository): string[] =>
  [1, 10, 20].map((line) =>
    repository.commit({
      message: `Fix line ${String(line)} (#${String(line)})\n`,
      files: { [`f${String(line)}`]: `${String(line)}\n` },
    }),
  );

describe('a plan', () => {
  it('goes onto what production runs, an environment, a lane, or a ref', async () => {
    const shop = await openShop();
    const base = shop.git('rev-parse', 'HEAD');
    const [one = '', two = ''] = fixes(shop.repository);
    shop.runs('production', base);
    shop.runs('staging', one);
    expect((await plan(shop, [one])).onto).toEqual({ name: 'production', commit: base });
    expect((await plan(shop, [one], 'staging')).picks).toMatchObject([{ forecast: 'present', presentAs: one }]);
    expect((await plan(shop, [two], 'main~3')).onto).toEqual({ name: 'main~3', commit: base });
    const started = await shop.call('hotfix.start', {
      project: shop.project,
      from: 'production',
      picks: [{ commit: one }],
      key: key(),
    });
    const lane = `lane:${started.lane.id}`;
    expect(await plan(shop, [one], lane)).toMatchObject({
      onto: { name: lane, commit: started.lane.head },
      picks: [{ forecast: 'present', presentAs: started.lane.head }],
    });
    const asked = { project: shop.project, picks: [one] };
    expect((await shop.refused('hotfix.plan', { ...asked, onto: 'qa' })).code).toBe('refused.nothing-runs');
    expect((await shop.refused('hotfix.plan', { ...asked, onto: 'lane:nowhere' })).code).toBe('usage.no-such-lane');
    expect((await shop.refused('hotfix.plan', { ...asked, onto: '--all' })).code).toBe('usage.no-such-ref');
  });

  it('takes ranges, squashed and merged pull requests', async () => {
    const shop = await openShop();
    const base = shop.git('rev-parse', 'HEAD');
    const [one = '', two = '', three = ''] = fixes(shop.repository);
    shop.git('checkout', '-q', '-b', 'topic', base);
    const left = shop.repository.commit({ message: 'Left\n', files: { left: 'l\n' } });
    const right = shop.repository.commit({ message: 'Right\n', files: { right: 'r\n' } });
    shop.repository.checkout('main');
    const merge = shop.repository.merge('topic', 'Merge pull request #77 from ada/topic\n\nBoth sides\n');
    const commits = async (...picks: string[]): Promise<string[]> =>
      (await plan(shop, picks, base)).picks.map(({ commit }) => commit);
    expect(await commits(`${base}..${three}`)).toEqual([one, two, three]);
    expect(await commits('#10')).toEqual([two]);
    expect(await commits('PR 77', '#1', one)).toEqual([left, right, one]);
    expect((await plan(shop, [merge], base)).picks).toMatchObject([{ problem: { code: 'usage.mainline' } }]);
    const sided = await plan(shop, [one, merge], base, 1);
    expect(sided.picks).toMatchObject([
      { mainline: null, forecast: 'clean' },
      { mainline: 1, forecast: 'clean' },
    ]);
    const asked = { project: shop.project, onto: base };
    expect((await shop.refused('hotfix.plan', { ...asked, picks: ['#4711'] })).code).toBe('usage.no-such-request');
    expect((await shop.refused('hotfix.plan', { ...asked, picks: [`${base}...main`] })).code).toBe('usage.bad-range');
    expect((await shop.refused('hotfix.plan', { ...asked, picks: ['nowhere'] })).code).toBe('usage.no-such-ref');
  });

  it('is printed as a document for programs and a table for people, and is no failure when picks conflict', async () => {
    const shop = await openShop();
    const base = shop.git('rev-parse', 'HEAD');
    const first = shop.repository.commit({ message: 'First\n', files: { 'till.txt': lines({ 5: 'first' }) } });
    const then = shop.repository.commit({ message: 'Then \u001b[31m\n', files: { 'till.txt': lines({ 5: 'then' }) } });
    const json = await shop.slipway('hotfix', 'plan', then, first, '--onto', base, '--json');
    expect(json.exitCode).toBe(0);
    expect(json.json()).toMatchObject({
      onto: base,
      picks: [
        { commit: then, forecast: 'conflict', tree: null, files: [{ path: 'till.txt' }], prerequisites: [first] },
        { commit: first, problem: { code: 'attention.behind-conflict' } },
      ],
      tree: null,
    });
    const { stdout, exitCode } = await shop.slipway('hotfix', 'plan', then, '--onto', base);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('till.txt: content, 1 region');
    expect(stdout).toContain(`It may need first: ${first.slice(0, 7)}`);
    expect(stdout).not.toContain('\u001b');
    const clean = await shop.slipway('hotfix', 'plan', `${base}..main`, '--onto', base, '--json');
    expect(clean.json()).toMatchObject({ tree: shop.git('rev-parse', 'main^{tree}') });
  });

  it('answers in a repository without slipway.yaml, bare ones too', async () => {
    const shop = await openShop();
    const plain = createRepository(join(shop.data, '..', 'plain'));
    const base = plain.commit({ files: { a: 'a\n' } });
    const fix = plain.commit({ files: { b: 'b\n' } });
    const bare = cloneRepository(plain, join(shop.data, '..', 'bare.git'), { bare: true });
    for (const { path } of [plain, bare]) {
      const named = await shop.slipway('hotfix', 'plan', fix, '--onto', base, '--project', path, '--json');
      expect(named.json()).toMatchObject({ onto: base, picks: [{ commit: fix, forecast: 'clean' }] });
      const unnamed = await shop.slipway('hotfix', 'plan', fix, '--project', path, '--json');
      expect(unnamed.exitCode).toBe(2);
      expect(unnamed.json()).toMatchObject({ problem: { code: 'usage.which-onto' } });
      expect(unnamed.stdout).toContain('the default branch is main');
    }
  });
});
