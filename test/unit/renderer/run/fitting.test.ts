import { expect, it } from 'vitest';
import { fitting } from '../../../../renderer/components/run/fitting.ts';
import { stageOf } from '../../runs/run.ts';

it('says of stages in a line what there is room for', () => {
  const stages = ['test', 'lint', 'build', 'release', 'deploy'].map((name) => stageOf(name));
  expect(fitting(stages, 1000)).toEqual({ named: true, timeless: false });
  expect(fitting(stages, 500)).toEqual({ named: true, timeless: true });
  expect(fitting(stages, 200)).toEqual({ named: false, timeless: true });
  expect(fitting([], 0)).toEqual({ named: true, timeless: false });
});
