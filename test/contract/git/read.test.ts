import { describe, expect, it } from 'vitest';
import { cloneRepository, type FixtureRepository } from '../../fixtures/repository.ts';
import { bytesOf, codeOf, workspace } from './workspace.ts';

const space = workspace();

describe('commits', () => {
  it('are listed newest first, by page, by ref, without another and by search', async () => {
    const repository = space.repository();
    const one = repository.commit({ message: 'One: [x] fix' });
    const two = repository.commit({ message: 'Two\n\nCloses #7' });
    repository.branch('side', one);
    repository.checkout('side');
    const side = repository.commit({ message: 'Side' });
    repository.checkout('main');
    const opened = await space.open(repository);
    const shas = async (options: Parameters<typeof opened.log>[0]): Promise<string[]> =>
      (await opened.log(options)).map(({ sha }) => sha);
    expect(await shas({ limit: 10 })).toEqual([side, two, one]);
    expect(await shas({ limit: 1, skip: 1 })).toEqual([two]);
    expect(await shas({ ref: 'main', limit: 10 })).toEqual([two, one]);
    expect(await shas({ ref: 'main', not: 'side', limit: 10 })).toEqual([two]);
    expect(await shas({ limit: 10, search: 'closes' })).toEqual([two]);
    expect(await shas({ limit: 10, search: 'closes #', wholeWord: true })).toEqual([]);
    expect(await shas({ limit: 10, search: 'closes #7', wholeWord: true })).toEqual([two]);
    expect(await shas({ limit: 10, search: '[x]' })).toEqual([one]);
    expect(await shas({ limit: 10, search: '--output=x' })).toEqual([]);
    expect(await opened.log({ ref: 'main', limit: 1 })).toEqual([
      {
        sha: two,
        parents: [one],
        author: 'Ada Lovelace',
        email: 'ada@example.com',
        subject: 'Two',
        authoredAt: 1_750_000_120_000,
        committedAt: 1_750_000_120_000,
      },
    ]);
    expect(await codeOf(opened.log({ limit: 1, signal: AbortSignal.abort() }))).toBe('failed.cancelled');
  });

  it('are told in the order and as often as they are named', async () => {
    const repository = space.repository();
    const [one, two] = ['One', 'Two'].map((message) => repository.commit({ message })) as [string, string];
    const opened = await space.open(repository);
    const told = await opened.commits([two, one, two]);
    expect(told.map(({ sha }) => sha)).toEqual([two, one, two]);
  });

  it('keep hostile text as text, and cut what is too long', async () => {
    const repository = space.repository();
    repository.commit({ message: '<img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \x1b]0;title\x07\n' });
    const huge = repository.commit({ message: `${'é'.repeat(500_000)}\n` });
    // Porcelain would recode it: written as an object.
    const raw = Buffer.from(
      `tree ${repository.git(['rev-parse', 'HEAD^{tree}'])}\nparent ${huge}\nauthor Eve* <e@x> 1750000500 +0000\ncommitter Eve <e@x> 1750000500 +0000\n\nbad \xff\xfe utf-8`,
      'latin1',
    );
    repository.git([
      'update-ref',
      'refs/heads/main',
      repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], raw),
    ]);
    const opened = await space.open(repository);
    const [invalid, long, html] = await opened.log({ limit: 3 });
    expect(html?.subject).toBe('<img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \x1b]0;title\x07');
    expect(long?.subject).toBe('é'.repeat(1000));
    expect(invalid).toMatchObject({ subject: 'bad \ufffd\ufffd utf-8', author: 'Eve*' });
    expect(await opened.detail(huge)).toMatchObject({ message: 'é'.repeat(100_000), truncated: true });
    expect((await opened.range(null, 'main', 3)).map(({ message }) => message.length)).toEqual([12, 100_000, 53]);
  });

  it('tell the files they change, a merge against its first parent', async () => {
    const repository = space.repository();
    const root = repository.commit({ files: { 'a.txt': '1\n2\n', 'b.bin': Buffer.from([0, 1, 2]) } });
    repository.branch('side');
    repository.checkout('side');
    repository.commit({ files: { 'tab\tand\nline "é".txt': 'x\n' } });
    repository.checkout('main');
    repository.commit({ files: { 'a.txt': '1\n' } });
    const merge = repository.merge('side');
    const opened = await space.open(repository);
    expect((await opened.detail(root)).files).toEqual([
      { path: 'a.txt', added: 2, deleted: 0 },
      { path: 'b.bin', added: null, deleted: null },
    ]);
    expect((await opened.detail(merge)).files).toEqual([{ path: 'tab\tand\nline "é".txt', added: 1, deleted: 0 }]);
    expect(await codeOf(opened.detail('0'.repeat(40)))).toBe('usage.no-such-commit');
    expect(await codeOf(opened.detail('--output=/tmp/x'))).toBe('usage.no-such-commit');
  });

  it('are counted, and known as ancestors', async () => {
    const repository = space.repository();
    const one = repository.commit();
    repository.commit();
    const three = repository.commit();
    repository.tag('v1', { at: one, annotated: true });
    repository.tag('v1.10', { at: one });
    repository.tag('v1.9', { at: one });
    const opened = await space.open(repository);
    expect(await opened.count(one, three)).toBe(2);
    expect(await opened.count('v1', 'main')).toBe(2);
    expect(await opened.count(three, one)).toBe(0);
    expect(await opened.count(null, three)).toBe(3);
    expect(await opened.count('missing', three)).toBeNull();
    expect(await opened.isAncestor(one, three)).toBe(true);
    expect(await opened.isAncestor(three, three)).toBe(true);
    expect(await opened.isAncestor(three, one)).toBe(false);
    expect(await opened.tagAt(one)).toBe('v1.10');
    expect(await opened.tagAt(three)).toBeNull();
    expect(await opened.treeOf(one)).toBe(repository.git(['rev-parse', `${one}^{tree}`]));
  });
});

describe('names', () => {
  const odd = [
    'emoji-🚢',
    "quote'd",
    'double"quote',
    '$(touch${IFS}x)',
    'semi;colon',
    'ünï',
    'a/b/c',
    'percent%s',
    '#1',
    '@x',
    'upload-pack=x',
  ];

  it('of any form are listed and resolved', async () => {
    const repository = space.repository();
    const sha = repository.commit();
    for (const name of odd) repository.branch(name);
    for (const name of odd) repository.tag(name);
    repository.tag('annotated', { annotated: true });
    repository.git(['tag', '-a', '-m', 'x', 'nested', 'annotated']);
    repository.git(['tag', 'of-a-tree', 'HEAD^{tree}']);
    const opened = await space.open(repository);
    const { refs, head } = await opened.refs();
    expect(head).toBe('main');
    const listed = refs.filter(({ kind }) => kind === 'branch').map(({ name }) => name);
    expect(new Set(listed)).toEqual(new Set(['main', ...odd]));
    for (const name of listed) expect(await opened.resolve(name)).toBe(sha);
    expect(refs.filter(({ kind }) => kind === 'tag').map(({ name }) => name)).not.toContain('of-a-tree');
    for (const name of ['annotated', 'nested']) {
      expect(refs).toContainEqual({
        kind: 'tag',
        name,
        commit: sha,
        committedAt: name === 'nested' ? null : 1_750_000_060_000,
      });
      expect(await opened.resolve(name)).toBe(sha);
    }
  });

  it('that look like options, searches or ranges are refused', async () => {
    const repository = space.repository();
    const sha = repository.commit();
    for (const name of ['-x', '--upload-pack=touch', '--all'])
      repository.git(['update-ref', `refs/heads/${name}`, sha]);
    const opened = await space.open(repository);
    for (const name of [
      '-x',
      '--upload-pack=touch',
      '--all',
      '',
      'no such',
      ':/Commit',
      'main..main',
      '^main',
      '@{-1}',
      'main@{1}',
      'main:path',
      'HEAD^{/x}',
      'a\nmain',
      'main\0',
      'x'.repeat(5000),
      'refs/heads/none',
      sha.replace(/./g, '0'),
    ]) {
      expect(await codeOf(opened.resolve(name)), name).toBe('usage.no-such-ref');
    }
    for (const name of ['HEAD', 'main', 'refs/heads/main', sha, sha.slice(0, 8), 'main~0', '@', 'heads/main']) {
      expect(await opened.resolve(name), name).toBe(sha);
    }
  });

  it('mean the branch where a tag has the same', async () => {
    const repository = space.repository();
    const old = repository.commit();
    const tip = repository.commit();
    repository.tag('main', { at: old });
    expect(await (await space.open(repository)).resolve('main')).toBe(tip);
  });
});

describe('files', () => {
  const make = (): { repository: FixtureRepository; sha: string } => {
    const repository = space.repository();
    repository.write('dir/inner.txt', 'inner');
    repository.git(['init', '--quiet', 'module']);
    repository.git(['-C', 'module', 'commit', '--allow-empty', '-qm', 'x']);
    for (const [name, target] of [
      ['link', 'dir/inner.txt'],
      ['out', '/etc/passwd'],
      ['up', '../../etc/passwd'],
      ['loop', 'loop'],
    ] as const) {
      const blob = repository.git(['hash-object', '-w', '--stdin'], target);
      repository.git(['update-index', '--add', '--cacheinfo', `120000,${blob},${name}`]);
    }
    repository.git(['add', 'dir', 'module']);
    repository.git(['commit', '-qm', 'files']);
    return { repository, sha: repository.git(['rev-parse', 'HEAD']) };
  };

  it('are read from the commit, through links inside it and never out of it', async () => {
    const { repository, sha } = make();
    const opened = await space.open(repository);
    expect(await opened.readFile(sha, 'dir/inner.txt')).toBe('inner');
    expect(await opened.readFile(sha, './dir//inner.txt')).toBe('inner');
    expect(await opened.readFile(sha, 'link')).toBe('inner');
    for (const path of ['out', 'up', 'loop', 'dir', 'none', '../x', '/etc/passwd', '', 'dir/inner.txt\nx', 'module']) {
      expect(await opened.readFile(sha, path), path).toBeNull();
    }
    expect(await codeOf(opened.readFile(sha, 'dir/inner.txt', 4))).toBe('usage.file-too-large');
  });

  it('are listed with what they are', async () => {
    const { repository, sha } = make();
    const opened = await space.open(repository);
    expect(await opened.list(sha)).toEqual([
      { name: 'dir', type: 'tree' },
      { name: 'link', type: 'link' },
      { name: 'loop', type: 'link' },
      { name: 'module', type: 'commit' },
      { name: 'out', type: 'link' },
      { name: 'up', type: 'link' },
    ]);
    expect(await opened.list(sha, 'dir/')).toEqual([{ name: 'inner.txt', type: 'blob' }]);
    expect(await opened.list(sha, 'none')).toEqual([]);
    expect(await opened.list(sha, '../..')).toEqual([]);
  });
});

describe('refreshing', () => {
  it('follows new, moved, forced, renamed and deleted refs, and keeps pins', async () => {
    const repository = space.repository();
    const one = repository.commit();
    const two = repository.commit();
    repository.branch('topic');
    const opened = await space.open(repository);
    expect(await opened.refresh()).toBe(false);
    await opened.pin('kept', two);
    repository.git(['branch', '-D', 'topic']);
    repository.branch('topic/deeper');
    repository.git(['reset', '--quiet', '--hard', one]);
    expect(await opened.refresh()).toBe(true);
    const { refs } = await opened.refs();
    expect(refs.map(({ name, commit }) => [name, commit])).toEqual([
      ['main', one],
      ['topic/deeper', two],
    ]);
    expect(await opened.pinned('kept')).toBe(two);
    repository.checkout('topic/deeper');
    expect(await Promise.all([opened.refresh(), opened.refresh()])).toEqual([true, false]);
    expect((await opened.refs()).head).toBe('topic/deeper');
  });

  it('leaves out refs to objects that are not there', async () => {
    const repository = space.repository();
    const sha = repository.commit();
    const opened = await space.open(repository);
    repository.write('.git/refs/heads/broken', `${'1'.repeat(40)}\n`);
    await opened.refresh();
    expect((await opened.refs()).refs.map(({ commit }) => commit)).toEqual([sha]);
  });

  it('knows where the history of a shallow clone ends, and when it is completed', async () => {
    const repository = space.repository();
    for (let number = 0; number < 5; number += 1) repository.commit();
    const shallow = cloneRepository(repository, space.folder('shallow'), { depth: 2 });
    const opened = await space.open(shallow);
    expect(await opened.log({ limit: 10 })).toHaveLength(2);
    const [tip] = await opened.log({ limit: 1 });
    await opened.pin('shallow', tip?.sha ?? '');
    expect((await bytesOf(opened.archive(tip?.sha ?? ''))).length).toBeGreaterThan(0);
    shallow.git(['fetch', '--quiet', '--unshallow']);
    await opened.refresh();
    expect(await opened.log({ limit: 10 })).toHaveLength(5);
  });

  it('shows the address of origin without what opens it', async () => {
    const repository = space.repository();
    repository.commit();
    const opened = await space.open(repository);
    expect(await opened.originUrl()).toBeNull();
    repository.git(['remote', 'add', 'origin', 'https://ada:s3cret@example.com/shop.git?token=s3cret#x']);
    expect(await opened.originUrl()).toBe('https://example.com/shop.git');
    for (const [address, shown] of [
      ['git@example.com:shop.git', 'git@example.com:shop.git'],
      ['/srv/shop.git', '/srv/shop.git'],
      ['https://s3cret@example.com/shop', 'https://example.com/shop'],
      ['ada:s3cret@example.com:shop', null],
    ] as const) {
      repository.git(['remote', 'set-url', 'origin', address]);
      expect(await opened.originUrl()).toBe(shown);
    }
  });
});
