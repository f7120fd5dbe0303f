import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { place, type Lines } from '../../../shared/graph/lines.ts';
import type { LogPage, LogPageOptions } from '../../../electron/git/log-page.ts';
import type { FixtureRepository } from '../../fixtures/repository.ts';
import { codeOf, workspace } from './workspace.ts';

const space = workspace();

/** A main line with short branches that are merged into it, and one that is not; answers with how many commits there are. */
function grow(repository: FixtureRepository, stretches: number): void {
  repository.commit({ message: 'Root' });
  for (let number = 1; number <= stretches; number += 1) {
    repository.branch(`side-${number}`);
    repository.checkout(`side-${number}`);
    repository.commit({ files: { [`side-${number}`]: 'x\n' }, message: `Side ${number}` });
    repository.checkout('main');
    repository.commit({ files: { [`main-${number}`]: 'x\n' }, message: `Main ${number}` });
    if (number < stretches) repository.merge(`side-${number}`);
  }
}

const shas = ({ commits }: Pick<LogPage, 'commits'>): string[] => commits.map(({ sha }) => sha);
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('pages of a log', () => {
  it('are those of git in either order, from any place, with the lines that come down into them', async () => {
    const repository = space.repository();
    grow(repository, 12);
    const opened = await space.open(repository);
    const page = (skip: number, limit: number, more: Partial<LogPageOptions> = {}): Promise<LogPage> =>
      opened.page({ topological: true, skip, limit, ...more });
    const sorted = lines(repository.git(['rev-list', '--topo-order', '--branches']));
    const whole = await page(0, 1000);
    expect([...shas(whole)].sort()).toEqual([...sorted].sort());
    expect(whole).toMatchObject({ more: false, total: sorted.length, lines: [] });
    expect(shas(await page(0, 1000, { ref: 'main' }))).toEqual(
      lines(repository.git(['rev-list', '--topo-order', 'main'])),
    );
    expect(shas(await page(0, 1000, { ref: 'main', topological: false }))).toEqual(
      lines(repository.git(['rev-list', 'main'])),
    );
    let above: Lines = [];
    for (const [row, commit] of whole.commits.entries()) {
      expect(await page(row, 1)).toEqual({
        commits: [commit],
        more: row + 1 < sorted.length,
        total: sorted.length,
        lines: above,
      });
      above = place(above, commit).after;
    }
    expect(await page(sorted.length + 5, 10)).toMatchObject({ commits: [], more: false, total: sorted.length });
  });

  it('follow branches that move, also by force, and leave what is gone', async () => {
    const repository = space.repository();
    const one = repository.commit();
    const two = repository.commit();
    const opened = await space.open(repository);
    const all = async (): Promise<string[]> =>
      shas(await opened.page({ ref: 'main', topological: true, skip: 0, limit: 10 }));
    expect(await all()).toEqual([two, one]);
    const three = repository.commit();
    await opened.refresh();
    expect(await all()).toEqual([three, two, one]);
    repository.git(['reset', '--quiet', '--hard', one]);
    await opened.refresh();
    expect(await all()).toEqual([one]);
    expect(await codeOf(opened.page({ ref: '--all', topological: true, skip: 0, limit: 1 }))).toBe('usage.no-such-ref');
  });

  it('list a detached HEAD that no branch has', async () => {
    const repository = space.repository();
    repository.commit();
    repository.git(['checkout', '--quiet', '--detach']);
    const alone = repository.commit();
    const opened = await space.open(repository);
    expect(shas(await opened.page({ topological: true, skip: 0, limit: 1 }))).toEqual([alone]);
  });
});

describe('filters of a log', () => {
  it('find text, authors, work items and paths, each taken literally', async () => {
    const repository = space.repository();
    const bracket = repository.commit({ message: 'Fix [x].*\n\nCloses #12', files: { '*': 'star\n' } });
    const longer = repository.commit({ message: 'fix b\n\nCloses #123', author: 'Grace (G) Hopper <g+1@example.com>' });
    const folder = repository.commit({ message: 'c ABC-7', files: { 'a b/c': '1', ':(top)x': '2', '-x': '3' } });
    const opened = await space.open(repository);
    const find = async (filters: Partial<LogPageOptions>): Promise<string[]> =>
      shas(await opened.page({ topological: true, skip: 0, limit: 10, ...filters }));
    expect(await find({ search: 'FIX' })).toEqual([longer, bracket]);
    expect(await find({ search: '[x].*' })).toEqual([bracket]);
    expect(await find({ search: '.' })).toEqual([bracket]);
    expect(await find({ search: '--output=x' })).toEqual([]);
    expect(await find({ workItem: '#12' })).toEqual([bracket]);
    expect(await find({ workItem: 'ABC-7' })).toEqual([folder]);
    expect(await find({ workItem: '#12', search: 'fix b' })).toEqual([]);
    expect(await find({ workItem: '#123', search: 'fix' })).toEqual([longer]);
    expect(await find({ author: '(g)' })).toEqual([longer]);
    expect(await find({ author: 'g+1@' })).toEqual([longer]);
    expect(await find({ author: 'ada', search: 'c' })).toEqual([folder, bracket]);
    expect(await find({ path: '*' })).toEqual([bracket]);
    expect(await find({ path: 'a b/' })).toEqual([folder]);
    expect(await find({ path: ':(top)x' })).toEqual([folder]);
    expect(await find({ path: '-x' })).toEqual([folder]);
    expect(await find({ path: '--output=x' })).toEqual([]);
    for (const outside of ['../etc', '/etc', 'a\nb', 'a\0b']) expect(await find({ path: outside })).toEqual([]);
    expect(await opened.page({ topological: true, skip: 0, limit: 1, search: 'fix' })).toMatchObject({
      more: true,
      lines: [],
    });
    expect(await opened.page({ topological: true, skip: 1, limit: 1, search: 'fix' })).toMatchObject({
      more: false,
      total: 2,
    });
  });
});

describe('a long history', () => {
  it('gets a commit-graph of the mirror’s own, and the user’s repository none', async () => {
    const repository = space.repository();
    const commits = 21_000;
    const stream = Array.from(
      { length: commits },
      (_, index) =>
        `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_600_000_000 + index} +0000\ndata 2\n${index % 10}\n`,
    );
    execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.path, input: stream.join('\n') });
    const mirror = space.folder('mirror');
    const opened = await space.open(repository, mirror);
    const last = await opened.page({ ref: 'main', topological: true, skip: commits - 5, limit: 100 });
    expect(last).toMatchObject({ more: false, total: commits });
    expect(shas(last)).toHaveLength(5);
    const file = join('objects', 'info', 'commit-graph');
    await expect.poll(() => existsSync(join(mirror, file)), { timeout: 20_000 }).toBe(true);
    expect(existsSync(join(repository.path, '.git', file))).toBe(false);
    expect(shas(await opened.page({ ref: 'main', topological: true, skip: commits - 5, limit: 5 }))).toEqual(
      shas(last),
    );
  });
});
