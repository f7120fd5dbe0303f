/** What a person decides with a rollback: that nothing automatic undoes it, and that what leaves never comes back. */
import { expect, it } from 'vitest';
import type { Preview } from '../../../shared/api/releases.ts';
import type { EnvironmentStatus, ProjectStatus } from '../../../shared/domain/project.ts';
import { ask } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
await set.declare('{ strategy: blue-green, warm: 0s }');
const [one, two, three] = [await set.release('one'), await set.release('two'), await set.release('three')];
const where = { project: set.project, environment: 'production' };
const status = async (): Promise<EnvironmentStatus | undefined> =>
  (await set.engine.call<ProjectStatus>('project.status', { project: set.project })).environments[0];

it('rejects what leaves as the rollback begins, and holds the environment', async () => {
  expect(await set.promote(one)).toMatchObject({ status: 'done' });
  expect(await set.promote(two)).toMatchObject({ status: 'done' });
  const { id } = await set.begin('rollback.start', { environment: 'production', reject: 'it loses carts' });
  const { release } = await set.engine.call<{ release: object }>('release.get', { project: set.project, release: two });
  expect(release).toMatchObject({ rejected: { why: 'it loses carts' } });
  expect(await set.settled(id)).toMatchObject({ status: 'done', why: 'it loses carts' });
  expect((await ask(set.port)).text).toBe('one');
  expect(await status()).toMatchObject({ hold: { why: 'it loses carts' }, front: { warm: null } });
  await expect(set.begin('promotion.start', { release: two, to: 'production' })).rejects.toMatchObject({
    problem: { code: 'refused.rejected' },
  });
});

it('lets go when a person promotes there, or says so', async () => {
  expect(await set.promote(three)).toMatchObject({ status: 'done' });
  expect(await status()).toMatchObject({ hold: null });
  expect(await set.engine.call('environment.hold', { ...where, why: 'Black Friday' })).toMatchObject({
    hold: { why: 'Black Friday' },
  });
  expect(await set.engine.call('environment.hold', { ...where, why: null })).toEqual({ hold: null });
});

it('offers to build again what somebody removed, and says that it is not the same', async () => {
  const { release } = await set.engine.call<{ release: { commit: string; artifacts: { imageId: string }[] } }>(
    'release.get',
    { project: set.project, release: one },
  );
  for (const { imageId } of release.artifacts) await set.docker.getImage(imageId).remove({ force: true });
  const { refusal } = await set.engine.call<Preview>('rollback.preview', { ...where, to: 1 });
  expect(refusal).toMatchObject({ code: 'refused.image-missing', details: { build: release.commit } });
  expect(refusal?.hint).toContain('a new digest');
  const built = await set.engine.finish('release.build', { project: set.project, ref: release.commit });
  expect(built.release).not.toBe(one);
});
