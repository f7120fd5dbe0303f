import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../shared/domain/operation.ts';
import { addWorktree, createRepository, type FixtureRepository } from '../../fixtures/repository.ts';
import { key, lines, openShop, type Shop } from './setting.ts';

/** A lane with one pick of main's newest commit. */
async function laneWithPick() {
  const shop = await openShop();
  const base = shop.git('rev-parse', 'HEAD');
  const fix = shop.repository.commit({ message: 'Fix the first line\n', files: { 'till.txt': lines({ 1: 'first' }) } });
  await shop.call('project.open', { path: shop.repository.path });
  const { lane } = await shop.call('hotfix.start', {
    ...{ project: shop.project, from: base, branch: 'release/till', key: key() },
    picks: [{ commit: fix }],
  });
  return { shop, lane, base, fix };
}

const asked = (shop: Shop, lane: { id: string; version: number }) => ({
  project: shop.project,
  lane: lane.id,
  version: lane.version,
  key: key(),
});

function remoteOf(shop: Shop, name: string): FixtureRepository {
  const remote = createRepository(`${shop.repository.path}-${name}.git`, { bare: true });
  shop.git('remote', 'add', name, remote.path);
  return remote;
}

function hook(repository: { path: string }, folder: string, name: string, script: string): void {
  mkdirSync(join(repository.path, folder), { recursive: true });
  const file = join(repository.path, folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

describe('publishing to the repository', () => {
  it('writes the branch and touches nothing else', async () => {
    const { shop, lane } = await laneWithPick();
    shop.repository.write('untracked.txt', 'mine');
    shop.repository.write('till.txt', 'half done');
    hook(shop.repository, '.git/hooks', 'reference-transaction', `touch ${shop.repository.path}/started`);
    const before = [shop.git('status', '--porcelain'), shop.git('symbolic-ref', 'HEAD'), shop.git('rev-parse', 'HEAD')];
    const index = readFileSync(join(shop.repository.path, '.git/index'));
    const { lane: published, operation } = await shop.call('hotfix.publish', {
      ...asked(shop, lane),
      to: 'repository',
    });
    expect(operation.status).toBe('done');
    expect(shop.git('rev-parse', 'refs/heads/release/till')).toBe(lane.head);
    expect(shop.git('fsck', '--connectivity-only', 'release/till')).not.toMatch(/missing|broken/);
    expect([
      shop.git('status', '--porcelain'),
      shop.git('symbolic-ref', 'HEAD'),
      shop.git('rev-parse', 'HEAD'),
    ]).toEqual(before);
    expect(readFileSync(join(shop.repository.path, '.git/index'))).toEqual(index);
    expect(readdirSync(shop.repository.path)).not.toContain('started');
    expect(published.published).toMatchObject([{ to: 'repository', commit: lane.head }]);
    expect(published.moved).toBeNull();
  });

  it('refuses a branch that is checked out in any working tree', async () => {
    const { shop, lane } = await laneWithPick();
    addWorktree(shop.repository, `${shop.repository.path}-tree`, 'release/till');
    const refusal = await shop.refused('hotfix.publish', { ...asked(shop, lane), to: 'repository' });
    expect(refusal.code).toBe('conflict.branch-moved');
    const over = await shop.call('hotfix.publish', { ...asked(shop, lane), overMoved: true, to: 'repository' });
    expect(over.operation).toMatchObject({ status: 'failed', problem: { code: 'refused.checked-out' } });
    expect(shop.git('rev-parse', 'release/till')).toBe(shop.git('rev-parse', 'main'));
  });

  it('goes over a branch that somebody moved or deleted only when a person wants it', async () => {
    const { shop, lane, base } = await laneWithPick();
    const first = (await shop.call('hotfix.publish', { ...asked(shop, lane), to: 'repository' })).lane;
    shop.git('update-ref', 'refs/heads/release/till', base);
    await shop.call('project.open', { path: shop.repository.path });
    expect((await shop.lane(lane.id)).moved).toMatch(/release\/till is at/);
    const refusal = await shop.refused('hotfix.publish', { ...asked(shop, first), to: 'repository' });
    expect(refusal).toMatchObject({ code: 'conflict.branch-moved', details: { is: base, left: lane.head } });
    const over = await shop.call('hotfix.publish', { ...asked(shop, first), overMoved: true, to: 'repository' });
    expect(over.operation.status).toBe('done');
    expect(shop.git('rev-parse', 'release/till')).toBe(lane.head);
    shop.git('branch', '-D', 'release/till');
    await shop.call('project.open', { path: shop.repository.path });
    expect((await shop.lane(lane.id)).moved).toMatch(/deleted/);
  });

  it('never follows a branch that is another name of a branch', async () => {
    const { shop, lane, fix } = await laneWithPick();
    shop.git('symbolic-ref', 'refs/heads/release/till', 'refs/heads/main');
    const { operation } = await shop.call('hotfix.publish', {
      ...asked(shop, lane),
      overMoved: true,
      to: 'repository',
    });
    expect(operation.problem?.code).toBe('refused.alias');
    expect(shop.git('rev-parse', 'main')).toBe(fix);
  });
});

describe('publishing to a remote', () => {
  it('pushes by compare-and-swap, and runs no hook of the opened repository', async () => {
    const { shop, lane, fix } = await laneWithPick();
    const remote = remoteOf(shop, 'origin');
    hook(shop.repository, '.git/hooks', 'pre-push', 'exit 1');
    expect((await shop.call('hotfix.remotes', { project: shop.project })).remotes).toEqual([
      { name: 'origin', address: remote.path },
    ]);
    const { lane: pushed } = await shop.call('hotfix.publish', { ...asked(shop, lane), to: 'origin' });
    expect(remote.git(['rev-parse', 'refs/heads/release/till'])).toBe(lane.head);
    expect(shop.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    remote.git(['update-ref', 'refs/heads/release/till', lane.base]);
    expect((await shop.refused('hotfix.publish', { ...asked(shop, pushed), to: 'origin' })).code).toBe(
      'conflict.branch-moved',
    );
    const more = (await shop.call('hotfix.pick', { ...asked(shop, pushed), picks: [{ commit: fix }] })).lane;
    const over = await shop.call('hotfix.publish', { ...asked(shop, more), overMoved: true, to: 'origin' });
    expect(over.operation.status).toBe('done');
    expect(remote.git(['rev-parse', 'refs/heads/release/till'])).toBe(more.head);
  });

  it('shows the words with which the remote refuses', async () => {
    const { shop, lane } = await laneWithPick();
    const remote = remoteOf(shop, 'origin');
    hook(remote, 'hooks', 'pre-receive', 'echo "no pushes after midnight" >&2; exit 1');
    const { operation, lane: after } = await shop.call('hotfix.publish', { ...asked(shop, lane), to: 'origin' });
    expect(operation).toMatchObject({ status: 'failed', problem: { code: 'refused.push' } });
    expect(operation.problem?.message).toContain('no pushes after midnight');
    expect(after).toMatchObject({ version: 1, published: [] });
  });

  it('ends at once when a person aborts it', async () => {
    const { shop, lane } = await laneWithPick();
    const remote = remoteOf(shop, 'origin');
    hook(remote, 'hooks', 'pre-receive', 'sleep 15');
    const publishing = shop.call('hotfix.publish', { ...asked(shop, lane), to: 'origin' });
    let open: Operation | undefined;
    while (open?.steps[0]?.status !== 'running') {
      await new Promise((resolve) => setTimeout(resolve, 50));
      [open] = (await shop.call('operation.list', { project: shop.project, open: true })).operations;
    }
    await shop.call('operation.abort', { operation: open.id });
    expect((await publishing).operation.status).toMatch(/aborted|running/);
    expect((await shop.lane(lane.id)).version).toBe(1);
    expect(remote.git(['for-each-ref'])).toBe('');
  });

  it('never starts a program that an address names, and pushes nowhere inside the repository', async () => {
    const { shop, lane } = await laneWithPick();
    const mark = `${shop.repository.path}-started`;
    shop.git('remote', 'add', 'ext', `ext::sh -c touch% ${mark}`);
    shop.git('config', 'remote.option.url', '--upload-pack=touch');
    const inside = createRepository(join(shop.repository.path, 'inner.git'), { bare: true });
    shop.git('remote', 'add', 'inside', inside.path);
    shop.git('remote', 'add', 'self', '.');
    shop.git('remote', 'add', 'file', `file://${inside.path}`);
    const codes = await Promise.all(
      ['ext', 'option', 'inside', 'self', 'file', 'nowhere'].map(
        async (to) => (await shop.refused('hotfix.publish', { ...asked(shop, lane), to })).code,
      ),
    );
    expect(codes).toEqual([
      'failed.remote',
      'refused.remote',
      'refused.remote',
      'refused.remote',
      'refused.remote',
      'usage.no-such-remote',
    ]);
    expect(readdirSync(join(shop.repository.path, '..'))).not.toContain('shop-started');
  });

  it('shows no credentials', async () => {
    const { shop, lane } = await laneWithPick();
    shop.git('remote', 'add', 'origin', 'https://ada:secret@127.0.0.1:1/shop.git');
    expect((await shop.call('hotfix.remotes', { project: shop.project })).remotes).toEqual([
      { name: 'origin', address: 'https://127.0.0.1:1/shop.git' },
    ]);
    const refusal = await shop.refused('hotfix.publish', { ...asked(shop, lane), to: 'origin' });
    expect(refusal.code).toBe('failed.remote');
    expect(JSON.stringify(refusal)).not.toContain('secret');
  });
});
