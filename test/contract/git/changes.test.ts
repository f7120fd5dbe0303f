import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryOn } from '../../../electron/engine/changes/memory.ts';
import { worldOf } from '../../../electron/engine/changes/world.ts';
import type { Repository } from '../../../electron/git/repository.ts';
import type { Place, RecordedCorrection } from '../../../shared/domain/change.ts';
import { evidenceOf } from '../../../shared/planning/changes/evidence.ts';
import { matrixOf, type Matrix } from '../../../shared/planning/changes/matrix.ts';
import { leavingChanges } from '../../../shared/planning/changes/movement.ts';
import { cloneRepository, type FixtureRepository } from '../../fixtures/repository.ts';
import { seeded } from '../store/setting.ts';
import { workspace } from './workspace.ts';

const space = workspace();

async function matrixIn(
  repository: Repository,
  refs: readonly string[],
  corrections: readonly RecordedCorrection[] = [],
  memory = memoryOn(repository.twins, seeded()),
): Promise<Matrix> {
  await repository.refresh();
  const places = await Promise.all(
    refs.map(async (ref): Promise<Place> => ({
      id: ref,
      title: ref,
      kind: 'ref',
      commit: await repository.resolve(ref),
    })),
  );
  const tips = places.map(({ commit }) => commit);
  return matrixOf(await worldOf(repository.twins, memory, tips, corrections), places);
}

const found = (matrix: Matrix, sha: string) => {
  const change = matrix.find(sha);
  return change && Object.fromEntries(Object.entries(change.verdicts).map(([place, { present }]) => [place, present]));
};
const lines = (...texts: string[]): string => `${texts.join('\n')}\n`;
const base = lines(...Array.from({ length: 20 }, (_, index) => `line ${String(index)}`));
const with3 = base.replace('line 3\n', 'line three\n');

/** main and a release branch that parted behind one commit. */
function parted(): FixtureRepository {
  const repository = space.repository();
  repository.commit({ files: { 'a.txt': base, 'b.txt': 'b\n' } });
  repository.branch('release');
  return repository;
}
const pick = (repository: FixtureRepository, sha: string, ...options: string[]): string => {
  repository.git(['cherry-pick', '--allow-empty', '--keep-redundant-commits', ...options, sha]);
  return repository.git(['rev-parse', 'HEAD']);
};

describe('a change is found under another name', () => {
  it('by its trailer, by its patch, by its author and date', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Fix three\n', files: { 'a.txt': with3 } });
    const two = repository.commit({ message: 'Fix b\n', files: { 'b.txt': 'better\n' } });
    const three = repository.commit({
      message: 'Fix nine\n',
      files: { 'a.txt': with3.replace('line 9', 'line nine') },
    });
    repository.checkout('release');
    pick(repository, one, '-x');
    pick(repository, two);
    repository.commit({ message: 'Prepare\n', files: { 'a.txt': with3.replace('line 10', 'line ten') } });
    repository.git(['cherry-pick', '-n', '-X', 'theirs', three]);
    repository.git(['commit', '-q', '-C', three]);
    const matrix = await matrixIn(await space.open(repository), ['main', 'release']);
    for (const sha of [one, two, three]) expect(found(matrix, sha)).toEqual({ main: true, release: true });
    const signals = [one, two, three].map((sha) => matrix.find(sha)?.verdicts['release']);
    expect(signals).toMatchObject([
      { by: 'trailer', tier: 'certain' },
      { by: 'patch', tier: 'certain' },
      { by: 'identity', tier: 'certain' },
    ]);
    const change = matrix.find(one);
    const [, place] = matrix.places;
    expect(change && place && evidenceOf(matrix, change, place).map(({ signal }) => signal)).toEqual([
      'commit',
      'trailer',
    ]);
  });

  it('but not by opposite changes of indentation', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Indent\n', files: { 'b.txt': 'if x:\n    y\nz\n' } });
    repository.checkout('release');
    const other = repository.commit({
      message: 'Other\n',
      author: 'Eve <eve@example.com>',
      files: { 'b.txt': 'if x:\n  y\nz\n' },
    });
    const matrix = await matrixIn(await space.open(repository), ['main', 'release']);
    expect(found(matrix, one)).toEqual({ main: true, release: false });
    expect(found(matrix, other)).toEqual({ main: false, release: true });
  });

  it('in what git squashes', async () => {
    const repository = parted();
    repository.checkout('release');
    repository.git(['checkout', '-q', '-b', 'topic']);
    const one = repository.commit({ message: 'First half\n', files: { 'c.txt': 'c\n' } });
    const two = repository.commit({ message: 'Second half\n', files: { 'd.txt': 'd\n' } });
    repository.checkout('main');
    repository.git(['merge', '-q', '--squash', 'topic']);
    repository.git(['commit', '-q', '--no-edit']);
    const matrix = await matrixIn(await space.open(repository), ['main', 'release', 'topic']);
    for (const sha of [one, two]) expect(found(matrix, sha)).toEqual({ main: true, release: false, topic: true });
    expect(matrix.changes).toHaveLength(2);
  });

  it('through a merge of many branches, and one that brought the pick back', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Fix three\n', files: { 'a.txt': with3 } });
    repository.checkout('release');
    pick(repository, one, '-x');
    for (const name of ['x', 'y']) {
      repository.git(['checkout', '-q', '-b', name, 'release~1']);
      repository.commit({ message: `Add ${name}\n`, files: { [`${name}.txt`]: name } });
    }
    repository.checkout('main');
    repository.git(['merge', '-q', '-m', 'Octopus', 'x', 'y', 'release']);
    const matrix = await matrixIn(await space.open(repository), ['main', 'release']);
    expect(found(matrix, one)).toEqual({ main: true, release: true });
    expect(
      matrix.changes
        .filter(({ subject }) => subject.startsWith('Add'))
        .map(({ verdicts }) => verdicts['main']?.present),
    ).toEqual([true, true]);
  });
});

describe('a revert', () => {
  it('takes a change out, and a re-apply puts it back', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Fix three\n', files: { 'a.txt': with3 } });
    repository.checkout('release');
    const copy = pick(repository, one);
    repository.git(['revert', '--no-edit', copy]);
    const opened = await space.open(repository);
    const matrix = await matrixIn(opened, ['main', 'release']);
    expect(matrix.find(one)?.verdicts['release']).toMatchObject({
      present: false,
      commit: repository.git(['rev-parse', 'HEAD']),
    });
    expect(leavingChanges(matrix, 'main', 'release')).toEqual([]);
    expect(leavingChanges(matrix, 'release', 'main').map(({ subject }) => subject)).toEqual(['Revert "Fix three"']);
    repository.git(['revert', '--no-edit', 'HEAD']);
    expect(found(await matrixIn(opened, ['main', 'release']), one)).toEqual({ main: true, release: true });
  });

  it('of a merge takes out what the merge brought', async () => {
    const repository = parted();
    repository.git(['checkout', '-q', '-b', 'topic']);
    const one = repository.commit({ message: 'First half\n', files: { 'c.txt': 'c\n' } });
    repository.checkout('main');
    repository.merge('topic');
    repository.git(['revert', '--no-edit', '-m', '1', 'HEAD']);
    const matrix = await matrixIn(await space.open(repository), ['main', 'release', 'topic']);
    expect(found(matrix, one)).toEqual({ main: false, release: false, topic: true });
  });
});

describe('verdicts stay right', () => {
  it('after new commits, forced pushes and deleted branches, with what a person said', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Fix three\n', files: { 'a.txt': with3 } });
    repository.checkout('release');
    const wrong = repository.commit({
      message: 'Something else\n',
      author: 'Eve <eve@example.com>',
      files: { 'e.txt': 'e\n' },
    });
    const opened = await space.open(repository);
    const memory = memoryOn(opened.twins, seeded());
    const said = (correction: RecordedCorrection['correction']): RecordedCorrection => ({
      correction,
      by: 'ada',
      why: 'I looked',
      at: 1,
    });
    const refs = ['main', 'release'];
    expect(found(await matrixIn(opened, refs, [], memory), one)).toEqual({ main: true, release: false });
    const same = [said({ kind: 'same', one, other: wrong })];
    expect(found(await matrixIn(opened, refs, same, memory), one)).toEqual({ main: true, release: true });
    const undone = [...same, said({ kind: 'different', one, other: wrong })];
    expect(found(await matrixIn(opened, refs, undone, memory), one)).toEqual({ main: true, release: false });
    const present = [said({ kind: 'present', change: one, at: wrong })];
    expect((await matrixIn(opened, refs, present, memory)).find(one)?.verdicts['release']).toMatchObject({
      present: true,
      by: 'person',
    });
    repository.commit({ message: 'Later\n', files: { 'f.txt': 'f\n' } });
    expect(found(await matrixIn(opened, refs, present, memory), one)).toEqual({ main: true, release: true });
    repository.git(['reset', '-q', '--hard', 'HEAD~2']);
    expect(found(await matrixIn(opened, refs, present, memory), one)).toEqual({ main: true, release: false });
    const copy = pick(repository, one, '-x');
    expect(found(await matrixIn(opened, refs, [], memory), one)).toEqual({ main: true, release: true });
    // The original goes; two picks that name it are one change all the same.
    repository.git(['checkout', '-q', '-b', 'other', 'main~1']);
    repository.commit({ message: 'Elsewhere\n', files: { 'i.txt': 'i\n' } });
    const second = pick(repository, one, '-x');
    repository.git(['branch', '-q', '-D', 'main']);
    const later = await matrixIn(opened, ['release', 'other'], [], memory);
    expect(later.find(copy)?.id).toBe(later.find(second)?.id);
    expect(found(later, copy)).toEqual({ release: true, other: true });
  });
});

describe('bad input', () => {
  it('is read as text: hostile trailers and messages, no UTF-8, paths with line breaks', async () => {
    const repository = parted();
    const messages = [
      Buffer.from([0x46, 0xff, 0xfe, 0x0a, 0x0a, ...Buffer.from(`(cherry picked from commit ${'0'.repeat(40)})`)]),
      `Fix\n\n(cherry picked from commit ${'f'.repeat(64)})\nThis reverts commit HEAD.\n`,
      '\n\n',
      `${'x'.repeat(300_000)}\n\nThis reverts commit ${'1'.repeat(40)}.`,
      'Revert "Revert "Revert ""',
    ];
    const made = messages.map((message, index) =>
      repository.commit({ message, files: { [`odd\nname-${String(index)}`]: 'x', 'päth ": commit': String(index) } }),
    );
    const itself = repository.git(['rev-parse', 'HEAD']);
    repository.commit({
      message: `Revert "x"\n\nThis reverts commit ${itself}.\n(cherry picked from commit ${itself})`,
      files: { g: 'g' },
    });
    repository.branch(itself.slice(0, 10));
    const matrix = await matrixIn(await space.open(repository), ['main', 'release']);
    for (const sha of made.slice(0, 3)) expect(found(matrix, sha)).toEqual({ main: true, release: false });
  });

  it('is unrelated history, root commits and a shallow clone', async () => {
    const repository = parted();
    repository.git(['checkout', '-q', '--orphan', 'unrelated']);
    const root = repository.commit({ message: 'Another root\n', files: { 'h.txt': 'h\n' } });
    const matrix = await matrixIn(await space.open(repository), ['main', 'unrelated']);
    expect(found(matrix, root)).toEqual({ main: false, unrelated: true });
    const shallow = cloneRepository(repository, space.folder('shallow'), { depth: 1 });
    const opened = await space.open(shallow);
    expect((await matrixIn(opened, ['unrelated'])).changes).toEqual([]);
  });

  it('is a clone without some contents: it names the commits and answers all the same', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Fix three\n', files: { 'a.txt': with3 } });
    repository.checkout('release');
    repository.commit({ message: 'Elsewhere\n', files: { 'i.txt': 'i\n' } });
    pick(repository, one);
    const blob = repository.git(['rev-parse', `${one}:a.txt`]);
    const opened = await space.open(repository);
    const file = join(repository.path, '.git', 'objects', blob.slice(0, 2), blob.slice(2));
    expect(existsSync(file)).toBe(true);
    rmSync(file);
    const matrix = await matrixIn(opened, ['main', 'release']);
    expect(matrix.model.world.unread).toContain(one);
    expect(found(matrix, one)).toEqual({ main: true, release: true });
  });

  it('writes nothing into the repository', async () => {
    const repository = parted();
    const one = repository.commit({ message: 'Fix three\n', files: { 'a.txt': with3 } });
    repository.checkout('release');
    pick(repository, one);
    const state = (): string =>
      [
        repository.git(['status', '--porcelain']),
        repository.git(['for-each-ref']),
        execFileSync('git', ['count-objects', '-v'], { cwd: repository.path, encoding: 'utf8' }),
        readdirSync(join(repository.path, '.git')).sort().join(' '),
      ].join('\n');
    const before = state();
    await matrixIn(await space.open(repository), ['main', 'release']);
    expect(state()).toBe(before);
  });
});
