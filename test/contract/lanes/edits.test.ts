import { describe, expect, it } from 'vitest';
import { key, lines, openShop, type Shop } from './setting.ts';

/** Production runs the first commit; main has three fixes that do not touch, and one that collides with production's line. */
async function shopWithFixes() {
  const shop = await openShop();
  const { repository } = shop;
  const base = shop.git('rev-parse', 'HEAD');
  shop.runs('production', base);
  const one = repository.commit({
    message: 'Fix the first line\n\nIt was wrong.\n',
    files: { 'till.txt': lines({ 1: 'first' }) },
    author: 'Grace Hopper <grace@example.com>',
  });
  const two = repository.commit({
    message: 'Fix the tenth line\n',
    files: { 'till.txt': lines({ 1: 'first', 10: 'tenth' }) },
  });
  const three = repository.commit({
    message: 'Fix the tenth line again\n',
    files: { 'till.txt': lines({ 1: 'first', 10: 'TENTH' }) },
  });
  await shop.call('project.open', { path: repository.path });
  return { shop, base, one, two, three };
}

const start = async (shop: Shop, ...commits: string[]) =>
  (
    await shop.call('hotfix.start', {
      project: shop.project,
      picks: commits.map((commit) => ({ commit })),
      key: key(),
    })
  ).lane;

/** The first two picks, which are there. */
function pair<T>([first, second]: readonly T[]): [T, T] {
  if (!first || !second) throw new Error('There are fewer than two picks.');
  return [first, second];
}

const stateOf = (lane: { picks: readonly { state: string }[] }) => lane.picks.map(({ state }) => state);

describe('a lane', () => {
  it('is cut from what production runs, under a name that fits and is free', async () => {
    const { shop, base } = await shopWithFixes();
    const lane = await start(shop);
    expect(lane).toMatchObject({ base, head: base, baseName: 'production', environment: 'release', version: 1 });
    expect(lane.branch).toMatch(/^release\/hotfix-\d{4}-\d\d-\d\d$/);
    expect((await start(shop)).branch).toBe(`${lane.branch}-2`);
    expect(shop.mirror('rev-parse', `refs/slipway/lanes/${lane.id}`)).toBe(base);
    expect(shop.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    expect(shop.git('status', '--porcelain')).toBe('');
  });

  it('holds picks that keep author, date and message, and gain the -x line', async () => {
    const { shop, base, one, two } = await shopWithFixes();
    const lane = await start(shop, one);
    expect(stateOf(lane)).toEqual(['picked']);
    const next = await shop.call('hotfix.pick', {
      ...{ project: shop.project, lane: lane.id, version: 1, key: key() },
      picks: [{ commit: two }],
    });
    expect(stateOf(next.lane)).toEqual(['picked', 'picked']);
    expect(next.lane).toMatchObject({ version: 2, undo: 'Pick “Fix the tenth line”' });
    const show = (format: string, commit: string) => shop.mirror('show', '-s', `--format=${format}`, commit);
    expect(shop.mirror('rev-list', '--reverse', `${base}..${next.lane.head}`).split('\n')).toHaveLength(2);
    const first = next.lane.picks[0]?.commit ?? '';
    expect(show('%an %ae %at', first)).toBe(show('%an %ae %at', one));
    expect(show('%B', first)).toBe(`Fix the first line\n\nIt was wrong.\n\n(cherry picked from commit ${one})`);
    expect(shop.mirror('show', `${next.lane.head}:till.txt`)).toBe(lines({ 1: 'first', 10: 'tenth' }).trim());
  });

  it('is edited once for a key, and not at all for a version that is not the newest', async () => {
    const { shop, one, two } = await shopWithFixes();
    const lane = await start(shop);
    const same = key();
    const asked = { project: shop.project, lane: lane.id, version: 1, picks: [{ commit: one }] };
    const first = await shop.call('hotfix.pick', { ...asked, key: same });
    const again = await shop.call('hotfix.pick', { ...asked, key: same });
    expect(again.operation.id).toBe(first.operation.id);
    expect(again.lane.version).toBe(2);
    const refusal = await shop.refused('hotfix.pick', { ...asked, picks: [{ commit: two }], key: key() });
    expect(refusal).toMatchObject({ code: 'conflict.lane-moved', details: { version: 2 } });
  });

  it('takes one of two edits at once', async () => {
    const { shop, one, two } = await shopWithFixes();
    const lane = await start(shop);
    const pick = (commit: string) =>
      shop.call('hotfix.pick', { project: shop.project, lane: lane.id, version: 1, picks: [{ commit }], key: key() });
    const results = await Promise.allSettled([pick(one), pick(two)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await shop.lane(lane.id)).picks).toHaveLength(1);
  });

  it('keeps picks before the first that moved, reorders and removes, and undoes each edit', async () => {
    const { shop, one, two } = await shopWithFixes();
    const lane = await start(shop, one, two);
    const [first, second] = pair(lane.picks);
    const asked = (version: number) => ({ project: shop.project, lane: lane.id, version, key: key() });
    const swapped = await shop.call('hotfix.arrange', { ...asked(1), picks: [second.id, first.id] });
    expect(swapped.lane.picks.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(stateOf(swapped.lane)).toEqual(['picked', 'picked']);
    const removed = await shop.call('hotfix.arrange', { ...asked(2), picks: [second.id] });
    expect(removed.lane.head).toBe(swapped.lane.picks[0]?.commit);
    expect(removed.lane.undo).toBe('Remove “Fix the first line”');
    const back = await shop.call('hotfix.undo', asked(3));
    expect(back.lane).toMatchObject({ version: 4, head: swapped.lane.head, undo: 'Reorder the picks' });
    const start2 = await shop.call('hotfix.undo', asked(4));
    expect(start2.lane).toMatchObject({ version: 5, head: lane.head, undo: null });
    expect((await shop.refused('hotfix.undo', asked(5))).code).toBe('refused.nothing-to-undo');
    const redone = await shop.call('hotfix.arrange', { ...asked(5), picks: [first.id] });
    expect(redone.lane.head).toBe(first.commit);
    expect((await shop.call('hotfix.undo', asked(6))).lane.head).toBe(lane.head);
  });

  it('stops at a conflict, goes on when it is settled, and settles it again after a reordering', async () => {
    const { shop, one, three } = await shopWithFixes();
    const lane = await start(shop, three, one);
    expect(stateOf(lane)).toEqual(['conflict', 'waiting']);
    expect(lane.head).toBe(lane.base);
    const [pick, waiting] = pair(lane.picks);
    const where = { project: shop.project, lane: lane.id, pick: pick.id, path: 'till.txt' };
    const conflict = await shop.call('hotfix.conflict', where);
    expect(conflict).toMatchObject({ draft: null, remembered: null });
    expect(conflict.merged).toContain('<<<<<<<');
    await shop.call('hotfix.draft', { ...where, content: 'half' });
    await shop.restart();
    expect((await shop.call('hotfix.conflict', where)).draft).toBe('half');

    const content = lines({ 10: 'settled' });
    const settled = await shop.call('hotfix.resolve', {
      ...{ project: shop.project, lane: lane.id, version: 1, key: key(), pick: pick.id },
      files: [{ path: 'till.txt', choice: 'content', content }],
    });
    expect(stateOf(settled.lane)).toEqual(['resolved', 'picked']);
    expect(shop.mirror('show', `${settled.lane.head}:till.txt`)).toBe(lines({ 1: 'first', 10: 'settled' }).trim());

    const other = await shop.call('hotfix.start', { project: shop.project, picks: [{ commit: three }], key: key() });
    const again = await shop.call('hotfix.conflict', {
      ...where,
      lane: other.lane.id,
      pick: other.lane.picks[0]?.id ?? '',
    });
    expect(again.remembered).toMatchObject({ content, by: 'ada' });

    const removed = await shop.call('hotfix.arrange', {
      ...{ project: shop.project, lane: lane.id, version: 2, key: key() },
      picks: [pick.id],
    });
    expect(stateOf(removed.lane)).toEqual(['resolved']);
    expect(removed.lane.picks[0]?.commit).toBe(settled.lane.picks[0]?.commit);
    expect(waiting.id).toBe(settled.lane.picks[1]?.id);
  });

  it('refuses half of a settlement, a file that does not conflict, and a pick that is not there', async () => {
    const { shop, three } = await shopWithFixes();
    const lane = await start(shop, three);
    const asked = () => ({ project: shop.project, lane: lane.id, version: 1, key: key() });
    const pick = lane.picks[0]?.id ?? '';
    const files = [{ path: 'other.txt', choice: 'ours' as const }];
    expect((await shop.refused('hotfix.resolve', { ...asked(), pick, files })).code).toBe('usage.no-such-conflict');
    expect((await shop.refused('hotfix.resolve', { ...asked(), pick: 'x', files })).code).toBe('usage.no-such-pick');
    expect((await shop.refused('hotfix.arrange', { ...asked(), picks: ['x'] })).code).toBe('usage.no-such-pick');
    expect((await shop.refused('hotfix.pick', { ...asked(), picks: [{ commit: 'nowhere' }] })).code).toBe(
      'usage.no-such-ref',
    );
  });

  it('is closed for good, and its commits stay', async () => {
    const { shop, one } = await shopWithFixes();
    const lane = await start(shop, one);
    const asked = { project: shop.project, lane: lane.id, version: 1, key: key() };
    const closed = await shop.call('hotfix.abandon', { ...asked, why: 'it was a cable' });
    expect(closed.lane).toMatchObject({ status: 'abandoned', why: 'it was a cable', head: lane.head });
    expect((await shop.refused('hotfix.undo', { ...asked, version: 2, key: key() })).code).toBe('refused.lane-closed');
    expect(shop.mirror('rev-parse', `refs/slipway/lanes/${lane.id}`)).toBe(lane.head);
    expect((await shop.call('hotfix.lanes', { project: shop.project })).lanes).toEqual([]);
    expect((await shop.call('hotfix.lanes', { project: shop.project, closed: true })).lanes).toHaveLength(1);
  });

  it('is not harmed by a forced push, a deleted branch and a prune outside', async () => {
    const { shop, one, two } = await shopWithFixes();
    const lane = await start(shop, one, two);
    shop.git('reset', '--quiet', '--hard', lane.base);
    shop.git('reflog', 'expire', '--expire=all', '--all');
    shop.git('gc', '--quiet', '--prune=now');
    await shop.call('project.open', { path: shop.repository.path });
    const [first, second] = pair(lane.picks);
    const swapped = await shop.call('hotfix.arrange', {
      ...{ project: shop.project, lane: lane.id, version: 1, key: key() },
      picks: [second.id, first.id],
    });
    expect(stateOf(swapped.lane)).toEqual(['picked', 'picked']);
    expect(swapped.lane.moved).toBeNull();
    expect(shop.mirror('fsck', '--connectivity-only', swapped.lane.head)).not.toContain('missing');
  });

  it('says that its ref was moved, and goes on over that only when a person wants it', async () => {
    const { shop, one, two } = await shopWithFixes();
    const lane = await start(shop, one);
    shop.mirror('update-ref', `refs/slipway/lanes/${lane.id}`, lane.base);
    expect((await shop.lane(lane.id)).moved).toMatch(/moved to/);
    const asked = { project: shop.project, lane: lane.id, version: 1, picks: [{ commit: two }] };
    expect((await shop.refused('hotfix.pick', { ...asked, key: key() })).code).toBe('conflict.lane-ref-moved');
    const on = await shop.call('hotfix.pick', { ...asked, overMoved: true, key: key() });
    expect(stateOf(on.lane)).toEqual(['picked', 'picked']);
    expect(on.lane.moved).toBeNull();
  });
});
