/** What is in the person's checkout now, told and taken over without touching it. That nothing of it runs: hostile.test.ts. */
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesOf, codeOf, git, workspace } from './workspace.ts';
import { createRepository } from '../../fixtures/repository.ts';

const space = workspace();

it('every kind of difference is told, and a commit holds exactly what is there', async () => {
  const repository = space.repository();
  const head = repository.commit({
    files: {
      '.gitignore': 'ignored/\n.env\n',
      'kept.txt': 'kept\n',
      'changed.txt': 'one\n',
      'staged.txt': 'one\n',
      'deleted.txt': 'one\n',
      'moved.txt': 'a line that is long enough\n'.repeat(20),
      'folder/file': 'a folder\n',
      'run.sh': '#!/bin/sh\n',
    },
  });
  repository.git(['checkout', '-q', '-b', 'topic/one']);
  const { path } = repository;
  repository.write('changed.txt', 'two\n');
  repository.write('staged.txt', 'two\n');
  repository.git(['add', 'staged.txt']);
  repository.write('staged.txt', 'three\n');
  rmSync(join(path, 'deleted.txt'));
  repository.git(['mv', 'moved.txt', 'renamed.txt']);
  rmSync(join(path, 'folder'), { recursive: true });
  repository.write('folder', 'a file in place of a folder\n');
  chmodSync(join(path, 'run.sh'), 0o755);
  repository.write('new/ä \n-rf', 'new\n');
  repository.write('ignored/secret', 'secret\n');
  repository.write('.env', 'TOKEN=1\n');
  writeFileSync(join(path, '.git', 'info', 'exclude'), 'private.txt\n');
  repository.write('private.txt', 'mine\n');
  symlinkSync('/etc/passwd', join(path, 'link'));
  createRepository(join(path, 'nested')).commit({ files: { inner: 'x' } });

  const folder = space.folder('mirror');
  const opened = await space.open(repository, folder);
  const state = await opened.workingTree.state();
  expect(state).toMatchObject({ branch: 'topic/one', commit: head, count: state?.changed.length });
  expect(Object.fromEntries(state?.changed.map((one) => [one.path, one.state]) ?? [])).toEqual({
    'changed.txt': 'changed',
    'staged.txt': 'changed',
    'deleted.txt': 'deleted',
    'renamed.txt': 'renamed',
    'folder/file': 'deleted',
    folder: 'untracked',
    'run.sh': 'changed',
    'new/ä \n-rf': 'untracked',
    link: 'untracked',
    'nested/': 'untracked',
  });

  const { commit } = await opened.workingTree.snapshot({ by: 'Ada <x>\n', at: 1_700_000_000_000 });
  const listed = await opened.list(commit);
  expect(listed.map(({ name, type }) => [name, type])).toEqual([
    ['.gitignore', 'blob'],
    ['changed.txt', 'blob'],
    ['folder', 'blob'],
    ['kept.txt', 'blob'],
    ['link', 'link'],
    ['new', 'tree'],
    ['renamed.txt', 'blob'],
    ['run.sh', 'blob'],
    ['staged.txt', 'blob'],
  ]);
  expect(await opened.readFile(commit, 'staged.txt')).toBe('three\n');
  expect(await opened.list(commit, 'new')).toEqual([{ name: 'ä \n-rf', type: 'blob' }]);
  expect((await bytesOf(opened.archive(commit))).includes('/etc/passwd')).toBe(true);
  expect((await opened.detail(commit)).commit).toMatchObject({
    parents: [head],
    author: 'Ada x',
    committedAt: 1_700_000_000_000,
    subject: expect.stringMatching(/^Working tree of topic\/one, \d+ files changed$/) as string,
  });
  await opened.pin('releases/mine', commit);
  // What it is made of is in the mirror, whatever becomes of the checkout.
  renameSync(join(path, '.git', 'objects'), join(path, '.git', 'away'));
  mkdirSync(join(path, '.git', 'objects'));
  expect(repository.git([`--git-dir=${folder}`, 'cat-file', '-p', `${commit}:changed.txt`])).toBe('two');
});

it('a change in the very second in which the index was written is seen', async () => {
  const repository = space.repository();
  repository.commit({ files: { 'a.txt': 'one\n' } });
  const now = Date.now() / 1000;
  utimesSync(join(repository.path, 'a.txt'), now, now);
  repository.git(['update-index', '--refresh', '-q']);
  repository.write('a.txt', 'two\n');
  utimesSync(join(repository.path, 'a.txt'), now, now);
  utimesSync(join(repository.path, '.git', 'index'), now, now);
  const opened = await space.open(repository);
  expect((await opened.workingTree.state())?.count).toBe(1);
});

it('conflicts, too much, and no working tree at all are refused by name', async () => {
  const repository = space.repository();
  repository.commit({ files: { 'a.txt': 'one\n' } });
  repository.git(['checkout', '-q', '-b', 'other']);
  repository.commit({ files: { 'a.txt': 'two\n' } });
  repository.git(['checkout', '-q', 'main']);
  repository.commit({ files: { 'a.txt': 'three\n' } });
  expect(() => repository.git(['merge', 'other'])).toThrow();
  const opened = await space.open(repository);
  expect((await opened.workingTree.state())?.changed).toEqual([{ path: 'a.txt', state: 'conflict' }]);
  const snapshot = (): Promise<unknown> => opened.workingTree.snapshot({ by: 'ada', at: 1 });
  expect(await codeOf(snapshot())).toBe('refused.conflicts');
  repository.git(['merge', '--abort']);
  repository.write('core.dump', Buffer.alloc(101 * 1024 * 1024));
  expect(await codeOf(snapshot())).toBe('refused.working-tree-too-large');

  const bare = space.folder('bare.git');
  repository.git(['clone', '-q', '--bare', '.', bare]);
  const mirror = await git.open(bare, space.folder('mirror'));
  expect(await mirror.workingTree.state()).toBeNull();
  expect(await codeOf(mirror.workingTree.snapshot({ by: 'ada', at: 1 }))).toBe('usage.no-working-tree');
});

it('a linked worktree has its own state', async () => {
  const repository = space.repository();
  repository.commit({ files: { 'a.txt': 'one\n' } });
  const linked = space.folder('linked');
  repository.git(['worktree', 'add', '-q', '-b', 'side', linked]);
  writeFileSync(join(linked, 'a.txt'), 'two\n');
  expect(await (await space.open({ path: linked })).workingTree.state()).toMatchObject({ branch: 'side', count: 1 });
  expect(await (await space.open(repository)).workingTree.state()).toMatchObject({ branch: 'main', count: 0 });
});
