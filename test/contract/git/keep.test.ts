import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../../shared/problem.ts';
import { commitRawTree, type FixtureRepository } from '../../fixtures/repository.ts';
import { bytesOf, codeOf, workspace } from './workspace.ts';

const space = workspace();
const namesIn = (tar: Buffer): string[] => execFileSync('tar', ['-t'], { input: tar }).toString().trim().split('\n');

function forgetEverythingUnreachable(repository: FixtureRepository): void {
  repository.git(['reflog', 'expire', '--expire=now', '--all']);
  repository.git(['gc', '--quiet', '--prune=now']);
}

describe('a pinned commit', () => {
  it('can be built and listed after its branch is gone, the objects pruned, and even the whole repository deleted', async () => {
    const repository = space.repository();
    repository.commit({ files: { 'shared.txt': 'shared' } });
    repository.branch('fix');
    repository.checkout('fix');
    const before = repository.commit({ files: { 'fix.txt': 'half' } });
    const fix = repository.commit({ files: { 'fix.txt': 'whole' }, message: 'The fix' });
    repository.checkout('main');
    const opened = await space.open(repository);
    await opened.pin('releases/one', fix);
    const expected = await bytesOf(opened.archive(fix));
    repository.git(['branch', '-D', 'fix']);
    forgetEverythingUnreachable(repository);
    expect(() => repository.git(['cat-file', '-e', fix])).toThrow();
    expect(await opened.refresh()).toBe(true);
    expect(await bytesOf(opened.archive(fix))).toEqual(expected);
    expect(await opened.readFile(fix, 'fix.txt')).toBe('whole');
    expect(await opened.count('main', fix)).toBe(2);
    expect((await opened.range('main', fix, 10)).map(({ sha }) => sha)).toEqual([fix, before]);
    rmSync(repository.path, { recursive: true });
    expect(await bytesOf(opened.archive(fix))).toEqual(expected);
    expect(await opened.log({ ref: fix, limit: 10 })).toHaveLength(3);
  });

  it('is kept whatever pins came before, and again after the mirror is opened anew', async () => {
    const repository = space.repository();
    const mirror = space.folder('mirror');
    const shas = [0, 1, 2, 3].map((number) =>
      repository.commit({ files: { [`${number}.txt`]: `${number}`, 'all.txt': `${number}` } }),
    );
    const first = await space.open(repository, mirror);
    await Promise.all(shas.map((sha, number) => first.pin(`release-${number}`, sha)));
    const again = await space.open(repository, mirror);
    rmSync(repository.path, { recursive: true });
    for (const [number, sha] of shas.entries()) {
      expect(await again.pinned(`release-${number}`)).toBe(sha);
      expect(namesIn(await bytesOf(again.archive(sha)))).toHaveLength(number + 2);
    }
  });

  it('is never moved by the same name, and goes when it is unpinned', async () => {
    const repository = space.repository();
    const one = repository.commit();
    const two = repository.commit();
    const opened = await space.open(repository);
    await opened.pin('r', one);
    await opened.pin('r', one);
    expect(await codeOf(opened.pin('r', two))).toBe('conflict.pin-taken');
    expect(await opened.pinned('r')).toBe(one);
    await opened.unpin('r');
    await opened.unpin('r');
    expect(await opened.pinned('r')).toBeNull();
    expect(await codeOf(opened.pin('r', 'f'.repeat(40)))).toBe('usage.no-such-commit');
    for (const name of ['', '../heads/main', 'a..b', 'x.lock', '-x', 'a b', 'a/']) {
      expect(await codeOf((async () => opened.pin(name, one))()), name).toBe('usage.bad-pin');
    }
  });
});

describe('a tree that is not safe to unpack', () => {
  it.each(['..', '.git', '.GIT', 'git~1', '.g\u200cit', '.git '])(
    'is neither pinned nor archived: %s',
    async (name) => {
      const repository = space.repository();
      repository.commit();
      const blob = repository.git(['hash-object', '-w', '--stdin'], 'payload');
      const sha = commitRawTree(repository, [{ mode: '100644', name, object: blob }]);
      repository.branch('hostile', sha);
      const opened = await space.open(repository);
      expect(await codeOf(opened.pin('hostile', sha))).toBe('refused.unsafe-tree');
      expect(await opened.pinned('hostile')).toBeNull();
      expect(await codeOf(bytesOf(opened.archive(sha)))).toBe('refused.unsafe-tree');
    },
  );

  it('may not name an entry twice, a link and a folder, to write through the link', async () => {
    const repository = space.repository();
    repository.commit();
    const link = repository.git(['hash-object', '-w', '--stdin'], '/tmp');
    const inner = repository.git(['mktree'], `100644 blob ${link}\tescaped\n`);
    const sha = commitRawTree(repository, [
      { mode: '120000', name: 'a', object: link },
      { mode: '40000', name: 'a', object: inner },
    ]);
    repository.branch('hostile', sha);
    const opened = await space.open(repository);
    const problem = await bytesOf(opened.archive(sha)).then(() => null, problemFrom);
    expect(problem).toMatchObject({ code: 'refused.unsafe-tree', details: { check: 'duplicateEntries' } });
  });
});

describe('an archive', () => {
  it('is of a commit, of a folder in it, or of one file', async () => {
    const repository = space.repository();
    const sha = repository.commit({
      files: {
        'top.txt': 't',
        'conf/a*b.txt': 'x',
        'conf/deep/c.txt': 'y',
        '.gitattributes': 'secret.txt export-ignore\n',
        'secret.txt': 's',
      },
    });
    const opened = await space.open(repository);
    expect(namesIn(await bytesOf(opened.archive(sha)))).toEqual([
      '.gitattributes',
      'conf/',
      'conf/a*b.txt',
      'conf/deep/',
      'conf/deep/c.txt',
      'top.txt',
    ]);
    expect(namesIn(await bytesOf(opened.archive(sha, 'conf/')))).toEqual(['a*b.txt', 'deep/', 'deep/c.txt']);
    expect(namesIn(await bytesOf(opened.archive(sha, 'conf/a*b.txt')))).toEqual(['a*b.txt']);
    expect(namesIn(await bytesOf(opened.archive(sha, 'top.txt')))).toEqual(['top.txt']);
    expect(await codeOf(bytesOf(opened.archive(sha, 'none')))).toBe('usage.no-such-path');
    expect(await codeOf(bytesOf(opened.archive(sha, '../x')))).toBe('usage.no-such-path');
    expect(await codeOf(bytesOf(opened.archive('main')))).toBe('usage.no-such-commit');
    expect(await codeOf(bytesOf(opened.archive(sha, '', AbortSignal.abort())))).toBe('failed.cancelled');
  });
});

describe('a mirror', () => {
  it('that was never finished is made anew, and what was there is set aside', async () => {
    const repository = space.repository();
    repository.commit();
    const mirror = space.folder('mirror');
    mkdirSync(join(mirror, 'objects'), { recursive: true });
    writeFileSync(join(mirror, 'HEAD'), 'ref: refs/he');
    expect(await (await space.open(repository, mirror)).log({ limit: 1 })).toHaveLength(1);
    rmSync(join(mirror, 'HEAD'));
    expect(await (await space.open(repository, mirror)).log({ limit: 1 })).toHaveLength(1);
    expect(existsSync(`${mirror}.damaged-2`)).toBe(true);
  });

  it('loses what a killed engine left: locks and unfinished packs', async () => {
    const repository = space.repository();
    const mirror = space.folder('mirror');
    repository.commit();
    await space.open(repository, mirror);
    mkdirSync(join(mirror, 'unfinished-abc'));
    for (const name of ['refs/heads/main.lock', 'packed-refs.lock', 'HEAD.lock']) writeFileSync(join(mirror, name), '');
    const tip = repository.commit();
    const opened = await space.open(repository, mirror);
    expect(await opened.resolve('main')).toBe(tip);
    expect(readdirSync(mirror).filter((name) => /lock|unfinished/.test(name))).toEqual([]);
  });

  it('follows the repository to another folder', async () => {
    const repository = space.repository();
    const sha = repository.commit();
    const mirror = space.folder('mirror');
    await space.open(repository, mirror);
    const moved = space.folder('moved "here"');
    execFileSync('mv', [repository.path, moved]);
    expect(await (await space.open({ path: moved }, mirror)).resolve('main')).toBe(sha);
  });
});
