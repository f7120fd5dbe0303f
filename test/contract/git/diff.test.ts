import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../../shared/problem.ts';
import { commitRawTree } from '../../fixtures/repository.ts';
import { codeOf, workspace } from './workspace.ts';

const space = workspace();
const first = { parent: 1 };

describe('the diff of a commit', () => {
  it('tells added, changed, deleted, renamed and empty files with their lines', async () => {
    const repository = space.repository();
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);
    const root = repository.commit({
      files: { 'keep.txt': '1\n2\n', 'old.txt': lines.join(''), 'gone.txt': 'x\n', 'exact.txt': 'same\n' },
    });
    const next = repository.commit({
      files: {
        'keep.txt': '1\n3\n',
        'old.txt': null,
        'new name.txt': lines.with(3, 'other\n').join(''),
        'exact.txt': null,
        'folder/exact.txt': 'same\n',
        'gone.txt': null,
        empty: '',
      },
    });
    const opened = await space.open(repository);
    expect(await opened.diff(root, first)).toMatchObject({
      parent: 1,
      truncated: false,
      commit: { sha: root, parents: [] },
      files: [
        { path: 'exact.txt', status: 'added', added: 1, deleted: 0, patch: '@@ -0,0 +1 @@\n+same\n' },
        { path: 'gone.txt' },
        { path: 'keep.txt' },
        { path: 'old.txt', added: 30 },
      ],
    });
    const { files } = await opened.diff(next, first);
    expect(files).toEqual([
      { path: 'empty', from: null, status: 'added', binary: false, added: 0, deleted: 0, patch: '' },
      {
        path: 'folder/exact.txt',
        from: 'exact.txt',
        status: 'renamed',
        binary: false,
        added: 0,
        deleted: 0,
        patch: '',
      },
      {
        path: 'gone.txt',
        from: null,
        status: 'deleted',
        binary: false,
        added: 0,
        deleted: 1,
        patch: '@@ -1 +0,0 @@\n-x\n',
      },
      {
        path: 'keep.txt',
        from: null,
        status: 'modified',
        binary: false,
        added: 1,
        deleted: 1,
        patch: '@@ -1,2 +1,2 @@\n 1\n-2\n+3\n',
      },
      expect.objectContaining({ path: 'new name.txt', from: 'old.txt', status: 'renamed', added: 1, deleted: 1 }),
    ]);
    const renamed = await opened.diff(next, { parent: 1, path: 'new name.txt' });
    expect(renamed.files).toEqual([files[4]]);
    expect(renamed.files[0]?.patch).toContain('-line 3\n+other\n');
    expect(await codeOf(opened.diff(next, { parent: 1, path: 'nowhere' }))).toBe('usage.no-such-path');
    expect(await codeOf(opened.diff(next, { parent: 2 }))).toBe('usage.no-such-parent');
    expect(await codeOf(opened.diff(root, { parent: 2 }))).toBe('usage.no-such-parent');
    expect(await codeOf(opened.diff('0'.repeat(40), first))).toBe('usage.no-such-commit');
    expect(await codeOf(opened.diff('--output=x', first))).toBe('usage.no-such-commit');
  });

  it('compares a merge with the parent that is asked for', async () => {
    const repository = space.repository();
    repository.commit({ files: { base: '1\n' } });
    repository.branch('side');
    repository.checkout('side');
    repository.commit({ files: { side: '1\n' } });
    repository.checkout('main');
    repository.commit({ files: { main: '1\n' } });
    const merge = repository.merge('side');
    const opened = await space.open(repository);
    expect((await opened.diff(merge, first)).files.map(({ path }) => path)).toEqual(['side']);
    expect((await opened.diff(merge, { parent: 2 })).files.map(({ path }) => path)).toEqual(['main']);
  });

  it('shows modes, links, submodules, binary files, line ends and text that is not UTF-8', async () => {
    const repository = space.repository();
    const other = repository.commit({
      files: { 'run.sh': 'x\n', 'a.bin': Buffer.from([0, 1]), 'crlf.txt': 'a\nb\n', was: 'text\n' },
    });
    repository.git(['update-index', '--add', '--cacheinfo', `160000,${other},module`]);
    repository.git(['commit', '--quiet', '-m', 'module']);
    repository.git(['update-index', '--chmod=+x', 'run.sh']);
    repository.git(['update-index', '--cacheinfo', `160000,${repository.git(['rev-parse', 'HEAD'])},module`]);
    const link = repository.git(['hash-object', '-w', '--stdin'], 'elsewhere');
    repository.git(['update-index', '--cacheinfo', `120000,${link},was`]);
    const binary = repository.git(['hash-object', '-w', '--stdin'], Buffer.from([0, 2]));
    repository.git(['update-index', '--cacheinfo', `100644,${binary},a.bin`]);
    const crlf = repository.git(['hash-object', '-w', '--stdin', '--no-filters'], 'a\r\nb\r\n');
    repository.git(['update-index', '--cacheinfo', `100644,${crlf},crlf.txt`]);
    const latin = repository.git(['hash-object', '-w', '--stdin', '--no-filters'], Buffer.from('caf\xe9\n', 'latin1'));
    repository.git(['update-index', '--add', '--cacheinfo', `100644,${latin},latin.txt`]);
    repository.git(['commit', '--quiet', '-m', 'kinds']);
    const opened = await space.open(repository);
    const { files } = await opened.diff(repository.git(['rev-parse', 'HEAD']), first);
    const of = (path: string) => files.find((file) => file.path === path);
    expect(files.map(({ path }) => path)).toEqual(['a.bin', 'crlf.txt', 'latin.txt', 'module', 'run.sh', 'was']);
    expect(of('a.bin')).toMatchObject({ binary: true, added: null, deleted: null, patch: '' });
    expect(of('crlf.txt')).toMatchObject({ patch: '@@ -1,2 +1,2 @@\n-a\n-b\n+a\r\n+b\r\n' });
    expect(of('latin.txt')?.patch).toBe('@@ -0,0 +1 @@\n+caf\ufffd\n');
    expect(of('module')?.patch).toMatch(
      /^@@ -1 \+1 @@\n-Subproject commit [0-9a-f]{40}\n\+Subproject commit [0-9a-f]{40}\n$/,
    );
    expect(of('run.sh')).toMatchObject({ status: 'mode', binary: false, added: 0, deleted: 0, patch: '' });
    expect(of('was')).toMatchObject({ status: 'type' });
    expect(of('was')?.patch).toBe('@@ -1 +0,0 @@\n-text\n@@ -0,0 +1 @@\n+elsewhere\n\\ No newline at end of file\n');
  });

  it('takes names as they are, also those that would be options, headers or nothing at all', async () => {
    const repository = space.repository();
    repository.commit();
    const names = [
      '--output=pwned',
      ':(exclude)x',
      '*.txt',
      'a\nb',
      'diff --git a/x b/x\n@@ -1 +1 @@',
      'tab\there',
      '"quoted"',
      'ünï',
      '\u202egpj.exe',
    ];
    const sha = repository.commit({
      files: Object.fromEntries(names.map((name) => [name.replaceAll('/', '_'), `${name}\n`])),
    });
    const object = repository.git(['hash-object', '-w', '--stdin'], 'bytes\n');
    const raw = commitRawTree(repository, [{ mode: '100644', name: 'x', object }]);
    const opened = await space.open(repository);
    const { files } = await opened.diff(sha, first);
    expect(files.map(({ path }) => path).sort()).toEqual(names.map((name) => name.replaceAll('/', '_')).sort());
    for (const { path, patch } of files) {
      expect(patch).toContain(`+${path.replace('a_x b_x', 'a/x b/x').split('\n')[0]}`);
      expect(await opened.diff(sha, { parent: 1, path })).toMatchObject({ files: [{ path, patch }] });
    }
    expect((await opened.diff(raw, first)).files).toMatchObject([{ path: 'x', patch: '@@ -0,0 +1 @@\n+bytes\n' }]);
  });

  it('finds a file whose name is not UTF-8', async () => {
    const repository = space.repository();
    const object = repository.git(['hash-object', '-w', '--stdin'], 'bytes\n');
    const tree = repository.git(
      ['mktree', '-z'],
      Buffer.concat([Buffer.from(`100644 blob ${object}\tcaf`), Buffer.from([0xe9, 0])]),
    );
    const sha = repository.git(['commit-tree', tree, '-m', 'latin']);
    repository.git(['update-ref', 'refs/heads/main', sha]);
    const opened = await space.open(repository);
    const [file] = (await opened.diff(sha, first)).files;
    expect(file).toMatchObject({ path: 'caf\ufffd', patch: '@@ -0,0 +1 @@\n+bytes\n' });
    expect((await opened.diff(sha, { parent: 1, path: 'caf\ufffd' })).files).toEqual([file]);
  });

  it('is not led astray by contents that look like headers', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: 'diff --git a/x b/x\n@@ -1 +1 @@\n', b: 'two\n' } });
    const sha = repository.commit({ files: { a: '-- git\n@@ -1 +1 @@ x\ndiff --git a/y b/y\n', b: 'three\n' } });
    const opened = await space.open(repository);
    const { files } = await opened.diff(sha, first);
    expect(files.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(files[1]?.patch).toBe('@@ -1 +1 @@\n-two\n+three\n');
  });

  it('says which files a partial clone has not', async () => {
    const repository = space.repository();
    repository.git(['config', 'uploadpack.allowFilter', 'true']);
    repository.commit({ files: { 'a.txt': 'one\n' } });
    const middle = repository.commit({ files: { 'a.txt': 'two\n' } });
    repository.commit({ files: { 'a.txt': 'three\n' } });
    const clone = space.folder('clone');
    repository.git(['clone', '--quiet', '--filter=blob:none', `file://${repository.path}`, clone]);
    const opened = await space.open({ path: clone });
    const problem = problemFrom(await opened.diff(middle, first).catch((thrown: unknown) => thrown));
    expect(problem.code).toBe('failed.missing-objects');
    expect(problem.hint).toContain('git fetch');
    expect(problem.details['objects']).toHaveLength(1);
  });

  it('runs nothing that the repository names', async () => {
    const repository = space.repository();
    const marker = join(repository.path, 'ran');
    repository.commit({
      files: { '.gitattributes': '* diff=evil filter=evil\n', 'a.txt': 'a\n' },
    });
    repository.git(['config', 'diff.evil.command', `touch ${marker}`]);
    repository.git(['config', 'diff.evil.textconv', `touch ${marker};cat`]);
    repository.git(['config', 'diff.external', `touch ${marker}`]);
    writeFileSync(join(repository.path, 'a.txt'), 'b\n');
    repository.git(['commit', '--quiet', '-am', 'b']);
    const opened = await space.open(repository);
    const { files } = await opened.diff(repository.git(['rev-parse', 'HEAD']), first);
    expect(files[0]?.patch).toBe('@@ -1 +1 @@\n-a\n+b\n');
    expect(repository.git(['status', '--porcelain'])).toBe('');
  });
});

describe('a commit that is too large to show', () => {
  it('is cut, and every file of it can be seen whole', async () => {
    const repository = space.repository();
    repository.commit();
    const long = Array.from({ length: 40_000 }, (_, index) => `line ${index} of a long file\n`).join('');
    const sha = repository.commit({
      files: { 'a-long.txt': long, 'b.txt': 'b\n', 'huge.txt': 'x\n'.repeat(1_500_000) },
    });
    const opened = await space.open(repository);
    const diff = await opened.diff(sha, first);
    expect(diff.truncated).toBe(true);
    expect(diff.files).toMatchObject([
      { path: 'a-long.txt', added: 40_000, patch: null },
      { path: 'b.txt', patch: '@@ -0,0 +1 @@\n+b\n' },
      { path: 'huge.txt', binary: true, added: null },
    ]);
    const alone = await opened.diff(sha, { parent: 1, path: 'a-long.txt' });
    expect(alone).toMatchObject({ truncated: false });
    expect(alone.files[0]?.patch).toHaveLength(long.length + 40_000 + '@@ -0,0 +1,40000 @@\n'.length);
    expect((await opened.diff(sha, { parent: 1, path: 'huge.txt' })).files[0]).toMatchObject({ added: 1_500_000 });
  });

  it('lists the beginning of ten thousand files', async () => {
    const repository = space.repository();
    repository.commit();
    const object = repository.git(['hash-object', '-w', '--stdin'], 'x\n');
    const entries = Array.from(
      { length: 10_000 },
      (_, index) => `100644 blob ${object}\tf${String(index).padStart(5, '0')}\n`,
    );
    const tree = repository.git(['mktree'], entries.join(''));
    const sha = repository.git(['commit-tree', tree, '-p', 'HEAD', '-m', 'many']);
    repository.git(['update-ref', 'refs/heads/main', sha]);
    const opened = await space.open(repository);
    const diff = await opened.diff(sha, first);
    expect(diff.truncated).toBe(true);
    expect(diff.files).toHaveLength(3000);
    expect(diff.files[0]).toMatchObject({ path: 'f00000', status: 'added' });
  });

  it('does not read files of a hundred megabytes', async () => {
    const repository = space.repository();
    const big = (fill: string): Buffer => Buffer.alloc(100_000_000, `${fill}\n`);
    repository.commit({ files: { big: big('a'), moved: big('m') } });
    const sha = repository.commit({
      files: { big: big('b'), moved: null, 'moved-and-changed': big('n'), small: 's\n' },
    });
    const opened = await space.open(repository);
    const start = performance.now();
    const diff = await opened.diff(sha, first);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(diff.files).toMatchObject([
      { path: 'big', binary: true, status: 'modified' },
      { path: 'moved', status: 'deleted' },
      { path: 'moved-and-changed', status: 'added' },
      { path: 'small', patch: '@@ -0,0 +1 @@\n+s\n' },
    ]);
  });
});
