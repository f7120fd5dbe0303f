/** `.gitattributes` at any depth decide how a pick merges, and none of them starts a program. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translateAttributes, type AttributesFile } from '../../../electron/git/picks/attributes-text.ts';
import type { PickForecast } from '../../../shared/domain/hotfix.ts';
import { createRepository, type FixtureRepository } from '../../fixtures/repository.ts';
import { PickingClone, sameAsReal } from '../../fixtures/real-pick.ts';
import { workspace } from './workspace.ts';

const space = workspace();

/** Both sides change the same line of every path. */
function collide(repository: FixtureRepository, attributes: Record<string, string>, paths: readonly string[]) {
  const all = (text: string): Record<string, string> => Object.fromEntries(paths.map((path) => [path, text]));
  repository.commit({ files: { ...all('one\ntwo\nthree\n'), ...attributes } });
  repository.branch('release');
  const commit = repository.commit({ files: all('one\ntheirs\nthree\n') });
  repository.checkout('release');
  return { onto: repository.commit({ files: all('one\nours\nthree\n') }), commit };
}

async function compare(repository: FixtureRepository, onto: string, commit: string): Promise<PickForecast> {
  const { picks } = await space.open(repository);
  const told: PickForecast[] = [];
  for await (const forecast of picks.forecasts(onto, [{ commit }])) told.push(forecast);
  const [forecast] = told;
  if (!forecast) throw new Error('no forecast');
  const clone = new PickingClone(space.folder('clone'), join(repository.path, '.git', 'objects'));
  const real = clone.pick(onto, commit);
  expect(sameAsReal(forecast, real), JSON.stringify([forecast, real], null, 1)).toBe(true);
  return forecast;
}

describe('attributes of the target', () => {
  it('hold in their folder, the deeper over the shallower', async () => {
    const repository = space.repository();
    const { onto, commit } = collide(
      repository,
      {
        '.gitattributes': '[attr]join merge=union\n*.log merge=union\n/top.txt join\n*.bin binary\n',
        'deep/.gitattributes': '*.log !merge\nnotes/* merge=union\n',
        'deep/er/.gitattributes': '*.log merge=union\n[attr]nowhere merge=union\n*.txt nowhere\n',
      },
      [
        'a.log',
        'top.txt',
        'x.bin',
        'deep/a.log',
        'deep/notes/n',
        'deep/notes/in/n',
        'deep/er/a.log',
        'deep/er/a.txt',
        'deep/top.txt',
      ],
    );
    const { files } = await compare(repository, onto, commit);
    expect(files.map(({ path, kind }) => `${path} ${kind}`).sort()).toEqual([
      'deep/a.log content',
      'deep/er/a.txt content',
      'deep/notes/in/n content',
      'deep/top.txt content',
      'x.bin binary',
    ]);
  });

  it('hold in folders with names that look like patterns', async () => {
    const repository = space.repository();
    const folders = ['a[b]c', 'sp ace', 'st*r', '#hash', '!no', 'q"uote', 'ünï', 'back\\slash'];
    const attributes = Object.fromEntries(folders.map((folder) => [`${folder}/.gitattributes`, '*.log merge=union\n']));
    const paths = folders.flatMap((folder) => [`${folder}/x.log`, `${folder}/sub/x.log`]);
    const { onto, commit } = collide(repository, attributes, [...paths, 'abc/x.log', 'star/x.log']);
    const { files } = await compare(repository, onto, commit);
    expect(files.map(({ path }) => path).sort()).toEqual(['abc/x.log', 'star/x.log']);
  });

  it('start no driver and no filter, even when the repository defines them', async () => {
    const repository = space.repository();
    const trace = join(repository.path, 'ran');
    const { onto, commit } = collide(
      repository,
      { '.gitattributes': '* merge=evil filter=evil diff=evil text\n', 'in/.gitattributes': '* merge=evil\n' },
      ['a.txt', 'in/b.txt'],
    );
    for (const [key, value] of [
      ['merge.evil.driver', `touch ${trace}`],
      ['filter.evil.clean', `touch ${trace}`],
      ['filter.evil.smudge', `touch ${trace}`],
      ['filter.evil.process', `touch ${trace}`],
      ['diff.evil.textconv', `touch ${trace}`],
      ['diff.evil.command', `touch ${trace}`],
    ] as const)
      repository.git(['config', key, value]);
    const forecast = await compare(repository, onto, commit);
    expect(forecast.files).toHaveLength(2);
    const { picks } = await space.open(repository);
    await picks.conflict(onto, { commit }, 'a.txt');
    await picks.settle(onto, { commit }, [
      { path: 'a.txt', choice: 'content', content: 'both\n' },
      { path: 'in/b.txt', choice: 'theirs' },
    ]);
    for await (const item of picks.prerequisites(onto, { commit })) expect(item.item).not.toBe('set');
    expect(existsSync(trace)).toBe(false);
  });

  it('are those of each step of a plan', async () => {
    const repository = space.repository();
    repository.commit({ files: { 'in/a.log': 'one\ntwo\nthree\n' } });
    repository.branch('release');
    const rule = repository.commit({ files: { 'in/.gitattributes': '*.log merge=union\n' } });
    const commit = repository.commit({ files: { 'in/a.log': 'one\ntheirs\nthree\n' } });
    repository.checkout('release');
    const onto = repository.commit({ files: { 'in/a.log': 'one\nours\nthree\n' } });
    const { picks } = await space.open(repository);
    const target = { name: 'release', commit: onto };
    const without = await picks.plan(target, [{ commit }], { prerequisites: false });
    const first = await picks.plan(target, [{ commit: rule }, { commit }], { prerequisites: false });
    expect(without.picks.map(({ forecast }) => forecast)).toEqual(['conflict']);
    expect(first.picks.map(({ forecast }) => forecast)).toEqual(['clean', 'clean']);
  });
});

describe('the one file that stands for all', () => {
  it('gives every path what its own files give it', () => {
    const real = createRepository(space.folder('attributes'));
    const bare = createRepository(space.folder('bare'), { bare: true });
    const names = ['a', 'b.txt', 'c d', '[e]', 'f*'];
    const folder = fc
      .array(fc.constantFrom('x', 'y z', '[q]', 'w*', '!n'), { maxLength: 2 })
      .map((parts) => parts.join('/'));
    const pattern = fc.oneof(
      fc.constantFrom(
        '*',
        '*.txt',
        'a',
        '/a',
        'x/a',
        '**/a',
        'x/**',
        '"c d"',
        '\\[e\\]',
        '[ab]*',
        '!a',
        '"',
        'f\\*',
        '#',
        'x/',
      ),
      fc.tuple(folder, fc.constantFrom('a', '*')).map(([at, name]) => (at === '' ? name : `"${at}/${name}"`)),
    );
    const state = fc.constantFrom(
      ...[
        'merge=union',
        'merge=text',
        '-merge',
        '!merge',
        'merge',
        'binary',
        '-binary',
        'mine',
        '!mine',
        'bad=x',
        '-',
        'merge=binary',
      ],
    );
    const line = fc.oneof(
      fc.tuple(pattern, fc.array(state, { minLength: 1, maxLength: 3 })).map(([p, s]) => `${p} ${s.join(' ')}`),
      fc.constantFrom('[attr]mine merge=union', '[attr]mine -merge', '[attr]binary merge=text', ''),
    );
    const file = fc
      .tuple(folder, fc.array(line, { maxLength: 5 }))
      .map(([at, all]) => ({ at, text: `${all.join('\n')}\n` }));
    const paths = ['', 'x/', 'y z/', '[q]/', 'w*/', 'x/x/', 'x/[q]/', 'w*/y z/', '!n/', 'we/'].flatMap((at) =>
      names.map((name) => `${at}${name}`),
    );
    const checked = (repository: FixtureRepository, more: readonly string[]): string =>
      execFileSync('git', [...more, 'check-attr', '-z', '--stdin', 'merge'], {
        cwd: repository.path,
        input: paths.join('\0'),
        env: { PATH: process.env['PATH'], HOME: repository.path, GIT_CONFIG_NOSYSTEM: '1' },
        stdio: ['pipe', 'pipe', 'ignore'],
      }).toString();
    fc.assert(
      fc.property(fc.uniqueArray(file, { selector: ({ at }) => at, maxLength: 4 }), (files) => {
        real.git(['clean', '-fdxq']);
        for (const { at, text } of files) real.write(join(at, '.gitattributes'), text);
        const given: AttributesFile[] = files.map(({ at, text }) => ({ folder: at, text }));
        const one = join(space.path, 'one-file');
        writeFileSync(one, translateAttributes(given), 'latin1');
        expect(checked(bare, ['-c', `core.attributesFile=${one}`])).toBe(checked(real, []));
      }),
      { numRuns: 60 },
    );
  });
});
