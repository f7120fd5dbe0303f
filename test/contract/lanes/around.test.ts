import { describe, expect, it } from 'vitest';
import { key, lines, openShop, type Shop } from './setting.ts';

/** Production runs an old commit, staging next week's release, and main has a fix behind both. */
async function interrupted() {
  const shop = await openShop();
  const { repository } = shop;
  const old = shop.git('rev-parse', 'HEAD');
  const next = repository.commit({ message: 'Next week\n', files: { 'next.txt': 'new\n' } });
  const fix = repository.commit({ message: 'Fix the till\n', files: { 'till.txt': lines({ 1: 'first' }) } });
  shop.runs('production', old);
  shop.runs('staging', next);
  await shop.call('project.open', { path: repository.path });
  const { lane } = await shop.call('hotfix.start', { project: shop.project, picks: [{ commit: fix }], key: key() });
  return { shop, old, next, fix, lane };
}

/** The images of these releases were never built: with an engine beside, that is what comes next. */
const nextObstacle = [undefined, 'refused.image-missing'];

const status = (shop: Shop) => shop.call('project.status', { project: shop.project });

/** The status again and again, until what is found in the background is there. */
async function eventually<T>(look: () => Promise<T>, found: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await look();
    if (found(value) || attempt > 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('around a lane', () => {
  it('the candidate that it pushes aside is parked until it comes back, and says what it lacks', async () => {
    const { shop, next, lane } = await interrupted();
    expect((await status(shop)).parked).toEqual([]);
    shop.runs('staging', lane.head, lane.branch);
    shop.runs('production', lane.head, lane.branch);
    const { parked } = await eventually(
      () => status(shop),
      ({ parked: [one] }) => (one?.lacks.length ?? 0) > 0,
    );
    expect(parked).toMatchObject([
      { environment: 'staging', commit: next, revision: 1, lacks: [{ subject: 'Fix the till' }] },
    ]);
    expect((await shop.call('hotfix.lanes', { project: shop.project })).parked).toEqual(parked);
    shop.runs('staging', next);
    expect((await status(shop)).parked).toEqual([]);
  });

  it('the picture shows the lane, and where its head runs', async () => {
    const { shop, lane } = await interrupted();
    shop.runs('staging', lane.head, lane.branch);
    const { lanes } = await status(shop);
    expect(lanes).toMatchObject([
      {
        ...{ id: lane.id, environment: 'release', runsIn: ['staging'], notOnMain: 0 },
        picks: [{ subject: 'Fix the till', state: 'picked' }],
      },
    ]);
    expect(lanes[0]?.release).toBe(`${lane.head.slice(0, 7)}-lane`);
  });

  it('a lane whose environment moved on is stale', async () => {
    const { shop, next, lane } = await interrupted();
    expect(lane.stale).toBeNull();
    shop.runs('production', next);
    expect((await shop.lane(lane.id)).stale).toMatch(/production runs .* now: the lane lacks one commit/);
  });

  it('a promotion that would take changes out of production is refused with their names, unless somebody says why', async () => {
    const { shop, next, lane } = await interrupted();
    shop.runs('production', lane.head, lane.branch);
    shop.runs('staging', next);
    const asked = { project: shop.project, release: next.slice(0, 7), to: 'production' };
    const preview = await shop.call('promotion.preview', asked);
    expect(preview.refusal).toMatchObject({ code: 'refused.loses-changes' });
    expect(preview.refusal?.message).toContain('“Fix the till”');
    expect(preview.loses).toMatchObject([{ subject: 'Fix the till' }]);
    expect((await shop.refused('promotion.start', { ...asked, key: key() })).code).toBe('refused.loses-changes');
    const allowed = await shop.call('promotion.preview', { ...asked, lose: true });
    expect(nextObstacle).toContain(allowed.refusal?.code);
    expect(allowed.notices.join()).toContain('takes out of production: “Fix the till”');
  });

  it('a staging cut without a hotfix is possible, and warned of', async () => {
    const { shop, next, lane } = await interrupted();
    shop.runs('production', lane.head, lane.branch);
    shop.runs('qa', next);
    shop.runs('staging', lane.head, lane.branch);
    const preview = await shop.call('promotion.preview', {
      ...{ project: shop.project, release: next.slice(0, 7), to: 'staging' },
    });
    expect(nextObstacle).toContain(preview.refusal?.code);
    expect(preview.notices.join()).toContain('production would lose, when this goes on to it: “Fix the till”');
  });

  it('the forward-port of what main lacks is prepared by picks or by a merge, and stays open until main has it', async () => {
    const { shop, old } = await interrupted();
    shop.git('checkout', '--quiet', '-b', 'fixes', old);
    const own = shop.repository.commit({ message: 'Fix only there\n', files: { 'till.txt': lines({ 20: 'own' }) } });
    shop.git('checkout', '--quiet', 'main');
    await shop.call('project.open', { path: shop.repository.path });
    const { lane } = await shop.call('hotfix.start', { project: shop.project, picks: [{ commit: own }], key: key() });
    const open = await eventually(
      () => shop.lane(lane.id),
      ({ forwardPort }) => forwardPort.open,
    );
    expect(open.forwardPort.missing).toMatchObject([{ subject: 'Fix only there' }]);
    const { lane: port } = await shop.call('hotfix.forwardPort', {
      ...{ project: shop.project, lane: lane.id, way: 'picks', key: key() },
    });
    expect(port).toMatchObject({ purpose: 'forward-port', of: lane.id, environment: null, baseName: 'main' });
    expect(port.picks.map(({ state }) => state)).toEqual(['picked']);
    expect((await shop.lane(lane.id)).forwardPort.lane).toBe(port.id);
    const { lane: merge } = await shop.call('hotfix.forwardPort', {
      ...{ project: shop.project, lane: lane.id, way: 'merge', key: key() },
    });
    expect(shop.mirror('rev-list', '--parents', '-1', merge.head).split(' ').slice(1)).toEqual([
      shop.git('rev-parse', 'main'),
      lane.head,
    ]);
    const published = await shop.call('hotfix.publish', {
      ...{ project: shop.project, lane: merge.id, version: 1, to: 'repository', key: key() },
    });
    shop.git('merge', '--quiet', '--ff-only', published.lane.branch);
    await shop.call('project.open', { path: shop.repository.path });
    expect((await shop.lane(lane.id)).forwardPort).toMatchObject({ open: false, missing: [] });
    const refusal = await shop.refused('hotfix.forwardPort', {
      ...{ project: shop.project, lane: lane.id, way: 'picks', key: key() },
    });
    expect(refusal.code).toBe('refused.nothing-to-port');
  });

  it('is not built while a pick of it conflicts', async () => {
    const { shop, old } = await interrupted();
    shop.git('checkout', '--quiet', '-b', 'other', old);
    const one = shop.repository.commit({ message: 'One\n', files: { 'till.txt': lines({ 1: 'one' }) } });
    const two = shop.repository.commit({ message: 'Two\n', files: { 'till.txt': lines({ 1: 'two' }) } });
    await shop.call('project.open', { path: shop.repository.path });
    expect(one).not.toBe(two);
    const { lane } = await shop.call('hotfix.start', { project: shop.project, picks: [{ commit: two }], key: key() });
    expect(lane.picks[0]?.state).toBe('conflict');
    const build = (ref: string) => shop.refused('release.build', { project: shop.project, ref, key: key() });
    expect((await build(lane.branch)).code).toBe('refused.lane-conflict');
    expect((await build(`lane:${lane.id}`)).code).toBe('refused.lane-conflict');
  });
});
