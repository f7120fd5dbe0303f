/** The forecast of a pick against the real thing: `git cherry-pick` in a clone. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConflictKind, Forecast, PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { commitRawTree, repositoryIn, type FixtureRepository } from '../../fixtures/repository.ts';
import { PickingClone, sameAsReal, stagesOf } from '../../fixtures/real-pick.ts';
import { workspace } from './workspace.ts';

const space = workspace();
const lines = (count: number, change: Record<number, string> = {}): string =>
  Array.from({ length: count }, (_none, index) => `${change[index] ?? `line ${String(index)}`}\n`).join('');
const pointer = (id: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${id.repeat(64)}\nsize 123456\n`;

/** Leaves `main` with the commit to pick at its tip, and answers where it goes. */
interface Case {
  readonly what: string;
  readonly forecast: Forecast;
  readonly kinds?: readonly ConflictKind[];
  readonly mainline?: number;
  build(repository: FixtureRepository): { onto: string; commit: string };
}

/** A commit that both sides share, ours on it, and theirs on it. */
function diverge(
  repository: FixtureRepository,
  base: Record<string, string | Buffer | null>,
  ours: Record<string, string | Buffer | null>,
  theirs: Record<string, string | Buffer | null>,
): { onto: string; commit: string } {
  repository.commit({ files: { 'common.txt': 'common\n', ...base } });
  repository.branch('release');
  const commit = repository.commit({ files: theirs });
  repository.checkout('release');
  return { onto: repository.commit({ files: ours }), commit };
}

/** A commit whose tree is its parent’s with entries set by hand: submodules, modes, links, names in any bytes. */
function commitEntries(repository: FixtureRepository, entries: readonly string[]): string {
  repository.git(
    ['update-index', '-z', '--add', '--index-info'],
    Buffer.from(entries.map((entry) => `${entry}\0`).join(''), 'latin1'),
  );
  const tree = repository.git(['write-tree']);
  const commit = repository.git(['commit-tree', '-p', 'HEAD', '-m', `Entries ${entries.join(' ').slice(0, 30)}`, tree]);
  repository.git(['update-ref', 'HEAD', commit]);
  return commit;
}

function divergeEntries(
  repository: FixtureRepository,
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): { onto: string; commit: string } {
  repository.commit({ files: { 'common.txt': 'common\n' } });
  const start = base.length > 0 ? commitEntries(repository, base) : repository.git(['rev-parse', 'HEAD']);
  const commit = commitEntries(repository, theirs);
  repository.git(['update-ref', 'HEAD', start]);
  repository.git(['read-tree', start]);
  const onto = commitEntries(repository, ours);
  return { onto, commit };
}

const blob = (repository: FixtureRepository, text: string | Buffer): string =>
  repository.git(['hash-object', '-w', '--stdin'], text);
const module = (digit: string): string => `160000 ${digit.repeat(40)}\tmodule`;

const cases: readonly Case[] = [
  {
    what: 'a clean pick',
    forecast: 'clean',
    build: (r) => diverge(r, { a: lines(30) }, { a: lines(30, { 2: 'ours' }) }, { a: lines(30, { 25: 'theirs' }) }),
  },
  {
    what: 'two regions of one file',
    forecast: 'conflict',
    kinds: ['content'],
    build: (r) =>
      diverge(
        r,
        { a: lines(40) },
        { a: lines(40, { 2: 'ours', 30: 'ours' }) },
        { a: lines(40, { 2: 'theirs', 30: 'theirs' }) },
      ),
  },
  {
    what: 'a file that both add',
    forecast: 'conflict',
    kinds: ['add/add'],
    build: (r) => diverge(r, {}, { 'new.txt': 'ours\n' }, { 'new.txt': 'theirs\n' }),
  },
  {
    what: 'a file that is changed here and deleted there',
    forecast: 'conflict',
    kinds: ['modify/delete'],
    build: (r) => diverge(r, { a: lines(9) }, { a: lines(9, { 1: 'ours' }) }, { a: null }),
  },
  {
    what: 'a file that is deleted here and changed there',
    forecast: 'conflict',
    kinds: ['modify/delete'],
    build: (r) => diverge(r, { a: lines(9) }, { a: null }, { a: lines(9, { 1: 'theirs' }) }),
  },
  {
    what: 'a file that is renamed here and changed there',
    forecast: 'clean',
    build: (r) => diverge(r, { a: lines(30) }, { a: null, b: lines(30) }, { a: lines(30, { 4: 'theirs' }) }),
  },
  {
    what: 'a file that is deleted here and renamed there',
    forecast: 'conflict',
    kinds: ['rename/delete'],
    build: (r) => diverge(r, { a: lines(30) }, { a: null }, { a: null, b: lines(30, { 4: 'theirs' }) }),
  },
  {
    what: 'a file that both rename, to different names',
    forecast: 'conflict',
    kinds: ['rename/rename', 'rename/rename', 'rename/rename'],
    build: (r) => diverge(r, { a: lines(30) }, { a: null, b: lines(30) }, { a: null, c: lines(30) }),
  },
  {
    what: 'two files that are renamed to one name',
    forecast: 'conflict',
    build: (r) =>
      diverge(
        r,
        { a: lines(30), b: lines(30).replaceAll('line', 'row') },
        { a: null, c: lines(30) },
        { b: null, c: lines(30).replaceAll('line', 'row') },
      ),
  },
  {
    what: 'a file where the target has a folder',
    forecast: 'conflict',
    kinds: ['directory/file'],
    build: (r) => diverge(r, {}, { 'way/in': 'a folder\n' }, { way: 'a file\n' }),
  },
  {
    what: 'a folder that is renamed here and gets a file there',
    forecast: 'conflict',
    build: (r) =>
      diverge(
        r,
        { 'old/a': lines(20), 'old/b': lines(21) },
        { 'old/a': null, 'old/b': null, 'new/a': lines(20), 'new/b': lines(21) },
        { 'old/c': 'fresh\n' },
      ),
  },
  {
    what: 'binary content',
    forecast: 'conflict',
    kinds: ['binary'],
    build: (r) =>
      diverge(r, { a: Buffer.from([0, 1, 2]) }, { a: Buffer.from([0, 1, 3]) }, { a: Buffer.from([0, 1, 4]) }),
  },
  {
    what: 'LFS pointers',
    forecast: 'conflict',
    kinds: ['lfs'],
    build: (r) => diverge(r, { a: pointer('a') }, { a: pointer('b') }, { a: pointer('c') }),
  },
  {
    what: 'different line ends',
    forecast: 'conflict',
    kinds: ['content'],
    build: (r) =>
      diverge(r, { a: lines(9) }, { a: lines(9).replaceAll('\n', '\r\n') }, { a: lines(9, { 4: 'theirs' }) }),
  },
  {
    what: 'CRLF on all sides',
    forecast: 'clean',
    build: (r) => {
      const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
      return diverge(
        r,
        { a: crlf(lines(20)) },
        { a: crlf(lines(20, { 1: 'ours' })) },
        { a: crlf(lines(20, { 18: 'theirs' })) },
      );
    },
  },
  {
    what: 'a submodule that only the pick moves',
    forecast: 'clean',
    build: (r) => divergeEntries(r, [module('1')], [`100644 ${blob(r, 'x')}\tother`], [module('2')]),
  },
  {
    what: 'a submodule that both move',
    forecast: 'conflict',
    kinds: ['submodule'],
    build: (r) => divergeEntries(r, [module('1')], [module('2')], [module('3')]),
  },
  {
    what: 'a link that both change',
    forecast: 'conflict',
    kinds: ['symlink'],
    build: (r) => {
      const link = (text: string): string => `120000 ${blob(r, text)}\tlink`;
      return divergeEntries(r, [link('a')], [link('b')], [link('c')]);
    },
  },
  {
    what: 'a link here, a file there',
    forecast: 'conflict',
    build: (r) => divergeEntries(r, [], [`120000 ${blob(r, 'a')}\tx`], [`100644 ${blob(r, 'b\n')}\tx`]),
  },
  {
    what: 'a mode that only the pick changes',
    forecast: 'clean',
    build: (r) => {
      const [one, other] = [blob(r, lines(9)), blob(r, lines(9, { 2: 'ours' }))];
      return divergeEntries(r, [`100644 ${one}\trun`], [`100644 ${other}\trun`], [`100755 ${one}\trun`]);
    },
  },
  {
    what: 'one content in two modes that both add',
    forecast: 'conflict',
    kinds: ['mode'],
    build: (r) => divergeEntries(r, [], [`100644 ${blob(r, 'x\n')}\trun`], [`100755 ${blob(r, 'x\n')}\trun`]),
  },
  {
    what: 'names with line breaks, tabs, quotes and bytes that are no text',
    forecast: 'conflict',
    build: (r) => {
      const entry = (text: string, name: string): string => `100644 ${blob(r, text)}\t${name}`;
      const names = ['a\nb', 'dir\t"x"/c\n', 'caf\xe9', '-option', ':(top)glob*'];
      const all = (text: string): string[] => names.map((name) => entry(`${text}\n`, name));
      return divergeEntries(r, all('base'), all('ours'), all('theirs'));
    },
  },
  {
    what: 'a root commit',
    forecast: 'clean',
    build: (r) => {
      const onto = r.commit({ files: { a: 'a\n' } });
      return { onto, commit: commitRawTree(r, [{ mode: '100644', name: 'b', object: blob(r, 'b\n') }]) };
    },
  },
  {
    what: 'a merge with its first parent',
    forecast: 'clean',
    mainline: 1,
    build: (r) => mergeOf(r),
  },
  {
    what: 'a merge with its second parent',
    forecast: 'clean',
    mainline: 2,
    build: (r) => mergeOf(r),
  },
  {
    what: 'an octopus merge',
    forecast: 'clean',
    mainline: 1,
    build: (r) => {
      const onto = r.commit({ files: { a: 'a\n' } });
      for (const name of ['x', 'y', 'z']) {
        r.git(['checkout', '-q', '-b', name, onto]);
        r.commit({ files: { [name]: `${name}\n` } });
      }
      r.git(['checkout', '-q', '-b', 'all', onto]);
      r.git(['merge', '-q', '-m', 'Octopus', 'x', 'y', 'z']);
      return { onto, commit: r.git(['rev-parse', 'HEAD']) };
    },
  },
  {
    what: 'a commit that changes nothing',
    forecast: 'empty',
    build: (r) => {
      const onto = r.commit({ files: { a: 'a\n' } });
      return { onto, commit: r.commit() };
    },
  },
  {
    what: 'a change that the target has',
    forecast: 'present',
    build: (r) =>
      diverge(r, { a: lines(9) }, { a: lines(9, { 4: 'fixed' }), b: 'more\n' }, { a: lines(9, { 4: 'fixed' }) }),
  },
  {
    what: 'a revert of what the target never had',
    forecast: 'present',
    build: (r) => {
      const onto = r.commit({ files: { a: lines(9) } });
      const fix = r.commit({ files: { a: lines(9, { 4: 'fixed' }) } });
      r.git(['revert', '--no-edit', fix]);
      return { onto, commit: r.git(['rev-parse', 'HEAD']) };
    },
  },
  {
    what: 'a change again that the target has reverted',
    forecast: 'clean',
    build: (r) => {
      r.commit({ files: { a: lines(9) } });
      const commit = r.commit({ files: { a: lines(9, { 4: 'fixed' }) } });
      r.git(['revert', '--no-edit', commit]);
      return { onto: r.git(['rev-parse', 'HEAD']), commit };
    },
  },
];

function mergeOf(r: FixtureRepository): { onto: string; commit: string } {
  const onto = r.commit({ files: { a: lines(20) } });
  r.git(['checkout', '-q', '-b', 'topic', onto]);
  r.commit({ files: { b: 'topic\n' } });
  r.checkout('main');
  r.commit({ files: { c: 'main\n' } });
  return { onto, commit: r.merge('topic') };
}

async function forecastOf(repository: FixtureRepository, onto: string, pick: PickRequest): Promise<PickForecast> {
  const { picks } = await space.open(repository);
  for await (const forecast of picks.forecasts(onto, [pick])) return forecast;
  throw new Error('no forecast');
}

describe('a forecast equals git cherry-pick', () => {
  it.each(cases)('$what', async ({ forecast: expected, kinds, mainline, build }) => {
    const repository = space.repository();
    const { onto, commit } = build(repository);
    const told = await forecastOf(repository, onto, { commit, ...(mainline === undefined ? {} : { mainline }) });
    const real = new PickingClone(space.folder('clone'), join(repository.path, '.git', 'objects')).pick(
      onto,
      commit,
      mainline,
    );
    expect(told.problem).toBeNull();
    expect(told.forecast, real.words).toBe(expected);
    if (kinds) expect(told.files.map(({ kind }) => kind)).toEqual(kinds);
    for (const file of told.files) expect(file.text).not.toMatch(/[0-9a-f]{40}/);
    // Paths that are no text are shown with U+FFFD: everything else of them is compared.
    const bytes = told.files.some(({ path }) => path.includes('\ufffd'));
    if (bytes)
      expect(stagesOf(told).map((line) => line.slice(0, 50))).toEqual(real.stages.map((line) => line.slice(0, 50)));
    else expect(sameAsReal(told, real), JSON.stringify([told, real], null, 1)).toBe(true);
  });

  it('counts the regions', async () => {
    const repository = space.repository();
    const change = (side: string): Record<string, string> => ({ a: lines(60, { 2: side, 30: side, 50: side }) });
    const { onto, commit } = diverge(repository, { a: lines(60) }, change('ours'), change('theirs'));
    const { files } = await forecastOf(repository, onto, { commit });
    expect(files).toMatchObject([{ path: 'a', regions: 3, text: expect.stringContaining('a') as string }]);
  });

  it('asks for the mainline parent of a merge, and names the parents', async () => {
    const repository = space.repository();
    const { onto, commit } = mergeOf(repository);
    const { problem, parents } = await forecastOf(repository, onto, { commit });
    expect(parents).toBe(2);
    expect(problem).toMatchObject({ code: 'usage.mainline' });
    expect(problem?.details['parents']).toHaveLength(2);
    expect((await forecastOf(repository, onto, { commit, mainline: 3 })).problem?.code).toBe('usage.mainline');
  });

  it('says that there is no such commit', async () => {
    const repository = space.repository();
    const onto = repository.commit();
    expect((await forecastOf(repository, onto, { commit: 'f'.repeat(40) })).problem?.code).toBe('usage.no-such-commit');
    expect((await forecastOf(repository, onto, { commit: '--help' })).problem?.code).toBe('usage.no-such-commit');
  });

  it('works with SHA-256', async () => {
    const path = space.folder('sha256');
    space.repository().git(['init', '-q', '--object-format=sha256', '--initial-branch=main', path]);
    const modern = repositoryIn(path);
    const { onto, commit } = diverge(modern, { a: lines(9) }, { a: lines(9, { 4: 'o' }) }, { a: lines(9, { 4: 't' }) });
    const told = await forecastOf(modern, onto, { commit });
    const real = new PickingClone(space.folder('clone'), join(path, '.git', 'objects'), 'sha256').pick(onto, commit);
    expect(told.forecast).toBe('conflict');
    expect(sameAsReal(told, real)).toBe(true);
  });
});

describe('a change that is present', () => {
  it('is named by ancestry, by its trailer, or by its patch', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: lines(20) } });
    repository.branch('release');
    const first = repository.commit({ files: { a: lines(20, { 2: 'first' }) } });
    const second = repository.commit({ files: { a: lines(20, { 2: 'first', 15: 'second' }) } });
    repository.checkout('release');
    repository.git(['cherry-pick', '-x', first]);
    const named = repository.git(['rev-parse', 'HEAD']);
    repository.git(['cherry-pick', second]);
    const twin = repository.git(['rev-parse', 'HEAD']);
    const { picks } = await space.open(repository);
    const told: PickForecast[] = [];
    const asked = [first, second, named].map((commit) => ({ commit }));
    for await (const forecast of picks.forecasts(twin, asked)) told.push(forecast);
    expect(told.map(({ forecast }) => forecast)).toEqual(['present', 'present', 'present']);
    expect(told.map(({ presentAs }) => presentAs)).toEqual([named, twin, named]);
  });
});
