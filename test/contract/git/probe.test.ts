import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit } from '../../../electron/git/git.ts';
import { runnerAt } from '../../../electron/git/run.ts';
import { addWorktree, cloneRepository, createRepository } from '../../fixtures/repository.ts';
import { codeOf, git, workspace } from './workspace.ts';

const space = workspace();

describe('looking at a folder', () => {
  it('finds a repository from its root, from a folder in it, and from its git directory', async () => {
    const repository = space.repository();
    repository.commit({ files: { 'a/b/c.txt': 'c' } });
    for (const path of [repository.path, join(repository.path, 'a/b'), join(repository.path, '.git')]) {
      expect(await git.probe(path)).toEqual({
        root: repository.path,
        bare: false,
        shallow: false,
        commonDirectory: join(repository.path, '.git'),
      });
    }
  });

  it('finds a bare one, a worktree and a shallow clone', async () => {
    const repository = space.repository();
    repository.commit();
    repository.commit();
    const bare = cloneRepository(repository, space.folder('bare'), { bare: true });
    expect(await git.probe(bare.path)).toMatchObject({ root: bare.path, bare: true, commonDirectory: bare.path });
    const worktree = addWorktree(repository, space.folder('worktree'), 'side');
    expect(await git.probe(worktree.path)).toMatchObject({
      root: worktree.path,
      bare: false,
      commonDirectory: join(repository.path, '.git'),
    });
    const shallow = cloneRepository(repository, space.folder('shallow'), { depth: 1 });
    expect(await git.probe(shallow.path)).toMatchObject({ shallow: true });
  });

  it('says what a folder is not', async () => {
    const plain = space.folder('plain');
    mkdirSync(plain);
    expect(await codeOf(git.probe(plain))).toBe('usage.not-a-repository');
    expect(await codeOf(git.probe(join(plain, 'missing')))).toBe('usage.no-such-folder');
    writeFileSync(join(plain, 'file'), '');
    expect(await codeOf(git.probe(join(plain, 'file')))).toBe('usage.not-a-repository');
    const empty = space.repository();
    expect(await codeOf(git.probe(empty.path))).toBe('usage.empty-repository');
    expect(await codeOf(space.open(empty))).toBe('usage.empty-repository');
    const damaged = space.repository();
    damaged.commit();
    writeFileSync(join(damaged.path, '.git/config'), '[core\n');
    expect(await codeOf(git.probe(damaged.path))).toBe('usage.repository-unreadable');
  });

  it('does not believe a working tree that is elsewhere', async () => {
    const repository = space.repository();
    repository.commit();
    repository.git(['config', 'core.worktree', '/etc']);
    expect(await codeOf(git.probe(repository.path))).toBe('usage.repository-unreadable');
  });

  it.runIf(process.getuid?.() === 0)('opens a repository of another owner by trusting that folder alone', async () => {
    const repository = space.repository();
    repository.commit();
    chownSync(repository.path, 12345, 12345);
    chownSync(join(repository.path, '.git'), 12345, 12345);
    for (const name of readdirSync(join(repository.path, '.git')))
      chownSync(join(repository.path, '.git', name), 12345, 12345);
    expect(await git.probe(repository.path)).toMatchObject({ root: repository.path });
    expect(await (await space.open(repository)).log({ limit: 5 })).toHaveLength(1);
  });

  it('opens a repository whose HEAD dangles, and one whose HEAD is detached', async () => {
    const repository = space.repository();
    const sha = repository.commit();
    repository.git(['symbolic-ref', 'HEAD', 'refs/heads/gone']);
    expect((await (await space.open(repository)).refs()).head).toBeNull();
    repository.git(['update-ref', '--no-deref', 'HEAD', sha]);
    const detached = await space.open(repository);
    expect((await detached.refs()).head).toBe(sha);
    expect(await detached.resolve('HEAD')).toBe(sha);
  });

  it('follows HEAD of the worktree that was opened', async () => {
    const repository = space.repository();
    repository.commit();
    const worktree = addWorktree(repository, space.folder('worktree'), 'side');
    expect((await (await space.open(worktree)).refs()).head).toBe('side');
  });
});

describe('git itself', () => {
  it('is not waited for when it has ended and said nothing', async () => {
    const repository = space.repository();
    repository.commit({});
    const runner = runnerAt({ cwd: repository.path, gitDirectory: join(repository.path, '.git') });
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const started = performance.now();
      await runner.run({ args: ['update-ref', `refs/silent/${String(round)}`, 'main'], parse: () => undefined });
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(40);
  });

  it('is named when it is missing or too old', async () => {
    const path = process.env['PATH'] ?? '';
    const old = space.folder('old');
    mkdirSync(old);
    writeFileSync(join(old, 'git'), '#!/bin/sh\necho git version 2.30.1\n');
    chmodSync(join(old, 'git'), 0o755);
    try {
      process.env['PATH'] = '/nonexistent';
      expect(await codeOf(createGit().version())).toBe('failed.git-missing');
      process.env['PATH'] = `${old}${delimiter}${path}`;
      expect(await codeOf(createGit().version())).toBe('failed.git-too-old');
    } finally {
      process.env['PATH'] = path;
    }
    expect(await createGit().version()).toBe(/\d[\d.]*\d/.exec(execFileSync('git', ['version']).toString())?.[0]);
  });

  it('works with a repository of the other object format', async () => {
    const path = space.folder('sha256');
    const repository = createRepository(path);
    repository.git(['init', '--quiet', '--object-format=sha256', 'inner']);
    const inner = { path: join(path, 'inner') };
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '--allow-empty', '-qm', 'one'], {
      cwd: inner.path,
    });
    const opened = await space.open(inner);
    const [commit] = await opened.log({ limit: 1 });
    expect(commit?.sha).toHaveLength(64);
    await opened.pin('one', commit?.sha ?? '');
    expect(await opened.pinned('one')).toBe(commit?.sha);
  });
});
