import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../../electron/git/objects.ts';
import { readerOn } from '../../../electron/git/reader.ts';
import { commitIn } from '../../../electron/git/stored-commit.ts';
import { runnerAt, type Runner } from '../../../electron/git/run.ts';
import { cloneRepository } from '../../fixtures/repository.ts';
import { codeOf, workspace } from './workspace.ts';

const space = workspace();

interface Started {
  readonly runner: Runner;
  /** Every git that stayed, in the order of their starts. */
  readonly gits: ReturnType<Runner['converse']>[];
  readonly ended: Promise<unknown>[];
}

function started(folder: string): Started {
  const runner = runnerAt({ cwd: folder, gitDirectory: folder });
  const gits: Started['gits'] = [];
  const ended: Started['ended'] = [];
  const converse: Runner['converse'] = (args) => {
    const child = runner.converse(args);
    gits.push(child);
    ended.push(once(child, 'close'));
    return child;
  };
  return { runner: { ...runner, converse }, gits, ended };
}

describe('names', () => {
  it('are told what they stand for by one git, as they stand now', async () => {
    const repository = space.repository();
    const one = repository.commit({ message: 'One', files: { 'a b.txt': 'text' } });
    const { runner, gits } = started(`${repository.path}/.git`);
    const objects = objectsOf(runner, () => false);
    const sent = ['refs/heads/main', 'refs/heads/none', `${one}:a b.txt`, 'main^{tree}', 'main^{tag}', 'main~1'];
    const answers = await objects.lookUp(sent);
    expect(answers.map((found) => found?.type ?? null)).toEqual(['commit', null, 'blob', 'tree', null, null]);
    expect(answers[0]?.sha).toBe(one);
    // Whatever they look like, none of them takes another's answer, nor ends git.
    const odd = ['', '\n', 'main\nmain', 'main\0', ' main', `${one} commit 5`, 'dangling 5', '--all', 'x'.repeat(9000)];
    expect(await objects.lookUp([...odd, 'main'])).toMatchObject([...odd.map(() => null), { sha: one }]);
    const two = repository.commit({ message: 'Two' });
    expect(await objects.lookUp(['main', one])).toMatchObject([{ sha: two }, { sha: one }]);
    repository.git(['pack-refs', '--all']);
    repository.git(['gc', '--quiet', '--prune=now']);
    const three = repository.commit({ message: 'Three' });
    expect(await objects.lookUp(['main', 'main~2^{tree}', two])).toMatchObject([{ sha: three }, {}, { sha: two }]);
    expect(gits).toHaveLength(1);
  });

  it('are looked up all the same when the git that stayed has ended, or there are very many', async () => {
    const repository = space.repository();
    const one = repository.commit({ message: 'One' });
    const { runner, gits } = started(`${repository.path}/.git`);
    const objects = objectsOf(runner, () => false);
    const asked = objects.lookUp(['main']);
    gits[0]?.kill('SIGKILL');
    expect(await asked).toMatchObject([{ sha: one }]);
    expect(await objects.lookUp(['main'])).toMatchObject([{ sha: one }]);
    expect(gits).toHaveLength(2);
    expect(new Set((await objects.lookUp(Array<string>(5000).fill('main'))).map((found) => found?.sha))).toEqual(
      new Set([one]),
    );
  });
});

describe('commits', () => {
  it('are told as git log tells them, or left to it', async () => {
    const repository = space.repository();
    const tree = repository.git(['rev-parse', `${repository.commit({ message: 'One' })}^{tree}`]);
    const parent = repository.git(['rev-parse', 'HEAD']);
    const ada = 'Ada Lovelace <ada@example.com> 1750000120 +0200';
    const raw = (lines: string[], message: string): string => {
      const head = [`tree ${tree}`, ...lines].join('\n');
      return repository.git(
        ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'],
        Buffer.from(`${head}\n${message}`),
      );
    };
    const by = (author: string, committer = ada): string[] => [`author ${author}`, `committer ${committer}`];
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----';
    const usual = [
      raw(by(ada), '\nSubject\n\nBody\n'),
      raw([`parent ${parent}`, `parent ${parent}`, ...by(ada, 'Grace <g@x> 1 -0000')], '\nMerge'),
      raw([...by(ada), signature], '\nSigned\n'),
      raw(by(ada), '\n\n \t\n  Two \t\nlines  \r\n \nBody'),
      raw(by(ada), '\nüber \u{1F6A2} <b>\x1b[31m\n'),
      raw(by(ada), '\n'),
      raw(by('J. O’Neil (x) <> 0 +0000'), '\n\v\n'),
    ];
    const odd = [
      raw(by(' <x@y> 5 +0000'), '\nNo name'),
      raw(by('  Eve  <x@y> 5 +0000'), '\nSpaces'),
      raw(by('Eve <x@y> 99999999999999999999 +0000'), '\nLate'),
      raw(by('Eve <x@y'), '\nBroken'),
      raw([...by(ada), 'encoding ISO-8859-1'], '\nlatin'),
      raw(by(ada), '\ncut\0off'),
      raw(by(ada), `\n${'long '.repeat(1000)}`),
      raw([...by(ada), 'x'.repeat(70_000)], '\nLarge'),
      raw([...by(ada), 'author Evil <e@v> 1 +0000'], '\nTwice'),
    ];
    const broken = [raw(['parent abc', ...by(ada)], '\nShort'), raw([`parent ${parent}00`, ...by(ada)], '\nLong')];
    const opened = await space.open(repository);
    const { runner } = started(`${repository.path}/.git`);
    const objects = objectsOf(runner, () => false);
    expect((await Promise.all(usual.map((sha) => objects.commit(sha)))).map((one) => one?.sha)).toEqual(usual);
    expect(await Promise.all(odd.map((sha) => objects.commit(sha)))).toEqual(odd.map(() => null));
    expect(await Promise.all(broken.map((sha) => objects.commit(sha)))).toEqual([null, null]);
    expect(await objectsOf(runner, () => true).commit(usual[0]!)).toBeNull();
    for (const sha of [...usual, ...odd]) {
      const [told] = await opened.commits([sha]);
      const { commit } = await opened.detail(sha);
      expect(told, sha).toEqual(commit);
    }
  });
});

it('a commit that is written to take long takes no time', () => {
  const head = `tree ${'0'.repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n`;
  const long = 60_000;
  const hostile = [
    `${head}\n${' '.repeat(long)}x`,
    `${head}${'a b\n'.repeat(long / 4)}`,
    `${head}gpgsig x\n${' y\n'.repeat(long / 3)}`,
    `${head}\n${'\n \t'.repeat(long / 3)}x`,
    `tree ${'0'.repeat(40)}\nauthor ${'a '.repeat(long / 2)}\ncommitter A\n\nx`,
  ];
  const began = performance.now();
  for (const text of hostile) commitIn('0'.repeat(40), Buffer.from(text));
  expect(performance.now() - began).toBeLessThan(500);
});

describe('texts', () => {
  it('are read through links, and nothing that leads out of the tree spoils the next answer', async () => {
    const repository = space.repository();
    const links = {
      'to/file': '../dir/text',
      'to/link': 'file',
      out: '../../outside',
      lying: `../../outside\0${'y'.repeat(500)}`,
      huge: `../../${'x'.repeat(1_000_000)}`,
      absolute: '/etc/hostname',
      dangling: 'dir/none',
      'odd\nname': 'dir/\n5 blob 5',
      'loop-a': 'loop-b',
      'loop-b': 'loop-a',
      through: 'dir/text/more',
      folder: 'dir',
    };
    repository.commit({ message: 'Files', files: { 'dir/text': 'the text', 'dir/empty': '', 'dir/é.txt': 'ü€\n' } });
    const lines = Object.entries(links).map(([path, target]) => {
      const blob = repository.git(['hash-object', '-w', '--stdin'], target);
      return `120000 ${blob}\t${path}\0`;
    });
    repository.git(['update-index', '-z', '--index-info'], lines.join(''));
    repository.git(['commit', '--quiet', '-m', 'Links']);
    const sha = repository.git(['rev-parse', 'HEAD']);
    const { runner } = started(`${repository.path}/.git`);
    const objects = objectsOf(runner, () => false);
    const read = (path: string): Promise<string | null> => objects.readText(sha, path);
    expect(await Promise.all(['to/file', 'to/link', 'folder/text'].map(read))).toEqual(Array(3).fill('the text'));
    const vain = [
      'out',
      'absolute',
      'dangling',
      'odd\nname',
      'loop-a',
      'through',
      'folder',
      'dir',
      'none',
      'dir/text/x',
    ];
    for (const path of vain) {
      expect(await read(path), path).toBeNull();
      expect(await read('dir/é.txt'), path).toBe('ü€\n');
    }
    expect(await read('dir/empty')).toBe('');
    // Of a link out of its tree git tells a length that is not true, or of any size: another git goes on.
    const asked = ['lying', 'dir/text', 'lying', 'dir/é.txt', 'huge', 'dir/text'];
    const answers = [null, 'the text', null, 'ü€\n', null, 'the text'];
    expect(await Promise.all(asked.map(read))).toEqual(answers);
    for (const [index, path] of asked.entries()) expect(await read(path), path).toBe(answers[index]);
    expect(await codeOf(objects.readText(sha, 'dir/text', 4))).toBe('usage.file-too-large');
  });
});

describe('a repository', () => {
  it('knows its whole history as soon as it has it', async () => {
    const origin = space.repository();
    for (const message of ['One', 'Two', 'Three']) origin.commit({ message });
    const clone = cloneRepository(origin, space.folder('shallow'), { depth: 2 });
    const opened = await space.open(clone);
    expect(await codeOf(opened.resolve('HEAD~2'))).toBe('usage.no-such-ref');
    clone.git(['fetch', '--quiet', '--unshallow']);
    await opened.refresh();
    expect(await opened.resolve('HEAD~2')).toBe(origin.git(['rev-parse', 'HEAD~2']));
  });
});

describe('a git that stays', () => {
  it('ends when nobody asks, and when it is old', async () => {
    const repository = space.repository();
    const one = repository.commit({ message: 'One' });
    const { runner, ended } = started(`${repository.path}/.git`);
    const idle = readerOn(runner, { idleMs: 50 });
    expect(await idle.info('main')).toMatchObject({ sha: one, type: 'commit' });
    await ended[0];
    const old = readerOn(runner, { oldestMs: 0 });
    expect(await Promise.all([old.info('main'), old.info('main')])).toMatchObject([{ sha: one }, { sha: one }]);
    await ended[1];
    expect(ended).toHaveLength(3);
    old.close();
    await ended[2];
  });
});
