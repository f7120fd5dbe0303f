import { expect, it } from 'vitest';
import { laneRemember } from '../../../electron/steps/lane-remember.ts';
import type { LaneStep } from '../../../electron/steps/step.ts';
import type { LanePlan } from '../../../shared/domain/hotfix.ts';
import { fail } from '../../../shared/problem.ts';

type Context = Parameters<LaneStep['run']>[0];

const merged = 'one\n<<<<<<< ours\nleft\n=======\nright\n>>>>>>> theirs\n';
const pick = {
  ...{ id: 'p', source: 'source', mainline: null, state: 'resolved', commit: 'made' },
  files: [{ path: 'kept.txt' }, { path: 'broken.txt' }],
  settled: ['gone.txt', 'broken.txt', 'kept.txt'].map((path) => ({ path, choice: 'content', content: 'one\nboth\n' })),
};

it('what cannot be remembered never fails an edit that is recorded already', async () => {
  const asked: string[] = [];
  const remembered: string[] = [];
  const said: string[] = [];
  const context = {
    plan: { project: 'shop', before: null, after: { base: 'base', picks: [pick] } } as unknown as LanePlan,
    operation: { by: 'ada' },
    repository: {
      picks: {
        conflict: (_onto: string, _pick: unknown, path: string) => {
          asked.push(path);
          if (path === 'broken.txt') return Promise.reject(fail('failed.missing-objects', 'A file is not here.'));
          return Promise.resolve({ merged });
        },
      },
    },
    store: { lanes: { remember: (_project: string, conflict: string) => remembered.push(conflict) } },
    commit: (work: () => void) => {
      work();
    },
    now: () => 1,
    say: (text: string) => said.push(text),
  } as unknown as Context;
  await expect(laneRemember.run(context)).resolves.toBeNull();
  // A settlement of a file that conflicts no more is none of this edit.
  expect(asked).toEqual(['broken.txt', 'kept.txt']);
  expect(remembered).toHaveLength(1);
  expect(said).toEqual(['Not remembered for broken.txt: A file is not here.', 'Remembered for kept.txt']);
});
