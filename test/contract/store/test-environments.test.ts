import { expect, it } from 'vitest';
import type { NewTestEnvironment } from '../../../electron/store/queries/test-environments.ts';
import { folder, project, raw, seeded } from './setting.ts';

const asked = (given: Partial<NewTestEnvironment> = {}): NewTestEnvironment => ({
  project,
  environment: 'test.one',
  template: 'test',
  branch: 'one',
  workingTree: false,
  createdAt: 1,
  by: 'ada',
  byRule: false,
  days: null,
  endsAt: 9,
  commit: 'a',
  request: 'first request',
  ...given,
});

it('a name and a branch have one environment at a time, and the history keeps those that went', () => {
  const data = folder();
  const { testEnvironments: kept } = seeded(data);
  const first = kept.insert(asked());
  expect(() => kept.insert(asked({ branch: 'two' }))).toThrow();
  expect(() => kept.insert(asked({ environment: 'test.other' }))).toThrow();
  kept.insert(asked({ environment: 'test.mine', branch: null, workingTree: true }));
  kept.insert(asked({ environment: 'test.yours', branch: null, workingTree: true }));

  kept.setMaker(first, 'operation');
  kept.setProblem(first, { code: 'failed.build', message: 'no', hint: null, retry: false, details: {} });
  expect(kept.ofBranch(project, 'test', 'one')).toMatchObject({
    wish: 1,
    maker: 'operation',
    problem: { message: 'no' },
  });
  kept.wish(first, { commit: 'b', request: 'second request', endsAt: 10 });
  expect(kept.byRequest(project, 'second request')).toMatchObject({ wish: 2, commit: 'b', maker: null, problem: null });

  const removal = { at: 5, by: 'ada', reason: 'merged', operation: 'removal' };
  expect([kept.remove(first, removal), kept.remove(first, removal)]).toEqual([true, false]);
  expect(kept.removedBy(project, 'test.one', 'removal')).toBe(true);
  expect(kept.get(project, 'test.one')).toBeNull();
  expect([...kept.gone(project)]).toEqual(['test.one']);
  expect([...kept.removedAt(project, 'test')]).toEqual([['one', 'b']]);
  kept.insert(asked({ commit: 'c' }));
  expect([[...kept.gone(project)], [...kept.removedAt(project, 'test')]]).toEqual([[], []]);

  const connection = raw(data);
  for (const edit of ['DELETE FROM test_environments', 'UPDATE test_environments SET reason = 1'])
    expect(() => connection.exec(edit)).toThrow('append-only');
});

it('a commit of a working tree is known by the one environment that it was made for', () => {
  const { testEnvironments: kept } = seeded();
  kept.keepWorkingTree(project, 'a', 'test.mine', 'ada', 1);
  kept.keepWorkingTree(project, 'a', 'qa', 'eve', 2);
  expect([kept.ofWorkingTree(project, 'a'), kept.ofWorkingTree(project, 'b')]).toEqual(['test.mine', null]);
});
