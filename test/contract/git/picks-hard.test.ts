/** What is too large, or not there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloneRepository } from '../../fixtures/repository.ts';
import { all, lines, story } from './pick-story.ts';
import { codeOf, workspace } from './workspace.ts';

const space = workspace();

describe('ten thousand files at once', () => {
  it('are told in seconds, each of them', async () => {
    const repository = space.repository();
    const count = 10_000;
    const commit = (text: string, from: string | null): string => {
      const files = Array.from(
        { length: count },
        (_none, index) =>
          `M 100644 inline d${String(index % 100)}/f${String(index)}\ndata ${String(text.length)}\n${text}\n`,
      );
      repository.git(
        ['fast-import', '--quiet', '--force'],
        `commit refs/heads/made\ncommitter A <a@b> 1750000000 +0000\ndata 1\nx\n${from === null ? '' : `from ${from}\n`}${files.join('')}\n`,
      );
      return repository.git(['rev-parse', 'made']);
    };
    const base = commit('base\n', null);
    const onto = commit('ours\n', base);
    const theirs = commit('theirs\n', base);
    const { picks } = await space.open(repository);
    const [forecast] = await all(picks.forecasts(onto, [{ commit: theirs }]));
    expect(forecast?.files).toHaveLength(count);
    expect(new Set(forecast?.files.map(({ kind }) => kind))).toEqual(new Set(['content']));
    const settlements = (forecast?.files ?? []).map(({ path }) => ({ path, choice: 'theirs' as const }));
    const { tree } = await picks.settle(onto, { commit: theirs }, settlements);
    expect(tree).toBe(repository.git(['rev-parse', `${theirs}^{tree}`]));
  });
});

describe('objects that are not there', () => {
  it('are named: behind the end of a shallow clone', async () => {
    const repository = space.repository();
    story(repository);
    repository.checkout('main');
    const clone = cloneRepository(repository, space.folder('shallow'), { depth: 1 });
    const tip = clone.git(['rev-parse', 'HEAD']);
    const parent = repository.git(['rev-parse', 'main~1']);
    const { picks } = await space.open(clone);
    const [forecast] = await all(picks.forecasts(tip, [{ commit: tip }]));
    expect(forecast?.problem).toMatchObject({ code: 'failed.missing-objects', details: { objects: [parent] } });
  });

  it('are named: files that a partial clone left out', async () => {
    const repository = space.repository();
    repository.commit({ files: { a: lines(30) } });
    repository.branch('release');
    const commit = repository.commit({ files: { a: lines(30, { 4: 'theirs' }) } });
    repository.checkout('release');
    const onto = repository.commit({ files: { a: lines(30, { 20: 'ours' }) } });
    const missing = repository.git(['rev-parse', `${commit}:a`]);
    rmSync(join(repository.path, '.git', 'objects', missing.slice(0, 2), missing.slice(2)), { force: true });
    const { picks } = await space.open(repository);
    const [forecast] = await all(picks.forecasts(onto, [{ commit }, { commit: onto }]));
    expect(forecast?.problem).toMatchObject({ code: 'failed.missing-objects', details: { objects: [missing] } });
    expect(await codeOf(picks.settle(onto, { commit }, []))).toBe('failed.missing-objects');
  });

  it('spoil nothing for the rest of a list', async () => {
    const repository = space.repository();
    const { grow, other, fix } = story(repository);
    const missing = repository.git(['rev-parse', `${other}:b`]);
    repository.git(['checkout', '-q', 'release']);
    const both = repository.commit({ files: { b: 'ours\n' } });
    rmSync(join(repository.path, '.git', 'objects', missing.slice(0, 2), missing.slice(2)), { force: true });
    const { picks } = await space.open(repository);
    const told = await all(
      picks.forecasts(
        both,
        [grow, other, fix].map((commit) => ({ commit })),
      ),
    );
    expect(told.map(({ forecast, problem }) => problem?.code ?? forecast)).toEqual([
      'clean',
      'failed.missing-objects',
      'conflict',
    ]);
  });

  it('do not include what history was replaced with', async () => {
    const repository = space.repository();
    const { onto, grow, other } = story(repository);
    repository.git(['replace', grow, other]);
    const { picks } = await space.open(repository);
    const [forecast] = await all(picks.forecasts(onto, [{ commit: grow }]));
    expect(forecast).toMatchObject({ forecast: 'clean', subject: 'Grow' });
  });
});
