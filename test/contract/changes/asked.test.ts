import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Output } from '../../../shared/api/contract.ts';
import type { Change } from '../../../shared/domain/change.ts';
import { lines, openShop, type Shop } from '../lanes/setting.ts';

interface Night {
  readonly shop: Shop;
  readonly fix: string;
  readonly copy: string;
  readonly only: string;
}

/** Main has a fix and a feature; production runs a release branch with a pick of the fix, and a change of its own. */
async function night(): Promise<Night> {
  const made = { fix: '', copy: '', only: '' };
  const shop = await openShop((repository) => {
    repository.commit({ message: 'Open the till\n', files: { 'till.txt': lines() } });
    repository.branch('release/1');
    made.fix = repository.commit({
      message: 'Fix the till, close #12\n',
      files: { 'till.txt': lines({ 3: 'three' }) },
    });
    repository.commit({
      message: 'Add coupons ABC-7\n',
      author: 'Grace <grace@example.com>',
      files: { 'coupon.txt': 'c\n' },
    });
    repository.checkout('release/1');
    repository.git(['cherry-pick', '-x', made.fix]);
    made.copy = repository.git(['rev-parse', 'HEAD']);
    made.only = repository.commit({ message: 'Stop the cron job\n', files: { 'cron.txt': 'off\n' } });
    repository.checkout('main');
  });
  shop.runs('production', made.only, 'release/1');
  return { shop, ...made };
}

const subjects = (changes: readonly Change[]): string[] => changes.map(({ subject }) => subject).sort();
const list = ({ shop }: Night, filter: object = {}): Promise<Output<'changes.list'>> =>
  shop.call('changes.list', { project: shop.project, ...filter });

describe('the matrix of a project', () => {
  it('has main, what runs, and what is lost', async () => {
    const at = await night();
    const { places, changes, lost, total, unread } = await list(at);
    expect(places.map(({ id, kind }) => [id, kind])).toEqual([
      ['main', 'ref'],
      ['production', 'environment'],
    ]);
    expect(total).toBe(3);
    expect(unread).toEqual([]);
    const fix = changes.find(({ id }) => id === at.fix);
    expect(fix).toMatchObject({ commits: [at.fix, at.copy], workItems: ['#12'], reverts: [], corrected: false });
    expect(fix?.verdicts).toMatchObject({
      main: { present: true, by: 'commit', twice: false },
      production: { present: true, by: 'trailer', tier: 'certain', commit: at.copy },
    });
    expect(lost.map(({ change, in: where }) => [change.id, where])).toEqual([[at.only, ['production']]]);
  });

  it('is filtered and paged', async () => {
    const at = await night();
    const found = async (filter: object): Promise<string[]> => subjects((await list(at, filter)).changes);
    expect(await found({ text: 'TILL' })).toEqual(['Fix the till, close #12']);
    expect(await found({ text: at.copy.slice(0, 8) })).toEqual(['Fix the till, close #12']);
    expect(await found({ author: 'grace' })).toEqual(['Add coupons ABC-7']);
    expect(await found({ workItem: '12' })).toEqual(['Fix the till, close #12']);
    expect(await found({ path: 'cron.txt' })).toEqual(['Stop the cron job']);
    expect(await found({ path: ':(glob)*' })).toEqual([]);
    expect(await found({ only: 'lost' })).toEqual(['Stop the cron job']);
    expect(await found({ only: 'missing' })).toEqual(['Add coupons ABC-7']);
    expect(await found({ between: { has: 'main', lacks: 'production' } })).toEqual(['Add coupons ABC-7']);
    const page = await list(at, { skip: 1, limit: 1 });
    expect(page).toMatchObject({ total: 3 });
    expect(page.changes).toHaveLength(1);
    expect(await at.shop.refused('changes.list', { project: at.shop.project, places: ['qa'] })).toMatchObject({
      code: 'usage.nothing-runs',
    });
    expect(await at.shop.refused('changes.list', { project: at.shop.project, places: ['--all'] })).toMatchObject({
      code: 'usage.no-such-ref',
    });
  });

  it('shows its evidence, is corrected by hand, and keeps that over a restart', async () => {
    const at = await night();
    const { shop } = at;
    const ask = { project: shop.project, change: at.copy, place: 'production' };
    const { evidence } = await shop.call('changes.evidence', ask);
    expect(evidence.map(({ signal, commit, other }) => [signal, commit, other])).toEqual([
      ['commit', at.copy, null],
      ['trailer', at.copy, at.fix],
    ]);
    const correct = (correction: object, why: string) =>
      shop.call('changes.correct', { project: shop.project, correction: correction as never, why });
    await correct({ kind: 'absent', change: at.fix, at: at.only }, 'The pick lost half of it');
    await correct({ kind: 'release-only', change: at.only }, 'Only for tonight');
    await shop.restart();
    const { changes, lost } = await list(at);
    expect(changes.find(({ id }) => id === at.fix)?.verdicts['production']).toMatchObject({
      present: false,
      by: 'person',
    });
    expect(lost).toEqual([]);
    const again = await shop.call('changes.evidence', ask);
    expect(again.evidence[0]).toMatchObject({
      signal: 'person',
      text: expect.stringContaining('The pick lost half of it') as string,
    });
    expect(again.corrections).toMatchObject([{ why: 'The pick lost half of it' }]);
    const { events } = await shop.call('events.since', { seq: 0, project: shop.project, limit: 500 });
    expect(events.filter(({ type }) => type === 'change.corrected')).toHaveLength(2);
  });

  it('says what a place gains, loses and gets twice', async () => {
    const at = await night();
    const { shop } = at;
    const { steps } = await shop.call('changes.simulate', { project: shop.project, sequence: ['production', 'main'] });
    expect(steps).toHaveLength(1);
    const [step] = steps;
    expect(subjects(step?.gains ?? [])).toEqual(['Add coupons ABC-7']);
    expect(subjects(step?.loses ?? [])).toEqual(['Stop the cron job']);
    shop.git('merge', '-q', '-m', 'Bring it back', 'release/1');
    await shop.call('project.open', { path: shop.repository.path });
    const after = await shop.call('changes.simulate', { project: shop.project, sequence: ['production', 'main'] });
    expect(subjects(after.steps[0]?.loses ?? [])).toEqual([]);
    expect(subjects(after.steps[0]?.twice ?? [])).toEqual(['Fix the till, close #12']);
  });

  it('tells the status what is lost, without making it wait', async () => {
    const { shop, only } = await night();
    const status = () => shop.call('project.status', { project: shop.project });
    let { lost } = await status();
    for (let tries = 0; lost === null && tries < 100; tries += 1) {
      await sleep(50);
      ({ lost } = await status());
    }
    expect(lost).toEqual({ count: 1, changes: [{ change: only, subject: 'Stop the cron job', in: ['production'] }] });
  });

  it('answers on the command line, for two refs without any configuration', async () => {
    const { shop, fix, copy } = await night();
    expect((await shop.slipway('changes', '--lost')).stdout).toContain('Stop the cron job');
    shop.git('rm', '-q', 'slipway.yaml');
    const { exitCode, json } = await shop.slipway('changes', '--from', 'release/1', '--to', 'main', '--json');
    expect(exitCode).toBe(0);
    const answer = json() as { changes: { id: string }[]; lost: { subject: string }[] };
    expect(answer.changes.find(({ id }) => id === fix)).toMatchObject({
      subject: 'Fix the till, close #12',
      commits: [fix, copy],
      environments: { 'release/1': true, main: true },
      by: 'trailer',
    });
    expect(answer.lost.map(({ subject }) => subject)).toEqual(['Stop the cron job']);
    expect((await shop.slipway('changes', '--from', 'main')).exitCode).toBe(2);
  });
});
