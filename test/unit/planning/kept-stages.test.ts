import { expect, it } from 'vitest';
import { keptForMs, mostKept, noLongerKept, type KeptStage } from '../../../shared/planning/kept-stages.ts';

const now = 10 * keptForMs;
const kept = (stage: string, more: Partial<KeptStage> = {}): KeptStage => ({
  run: 'r1',
  stage,
  failed: true,
  overtaken: false,
  endedAt: now - 1000,
  ...more,
});
const goes = (...stages: KeptStage[]): string[] => noLongerKept(stages, now).map(({ stage }) => stage);

it('keeps a failed stage for an hour, until its ref is run again', () => {
  expect(
    goes(
      kept('fresh'),
      kept('old', { endedAt: now - keptForMs }),
      kept('passed', { failed: false }),
      kept('overtaken', { overtaken: true }),
      kept('never', { endedAt: null }),
    ),
  ).toEqual(['old', 'passed', 'overtaken', 'never']);
});

it('keeps the newest five', () => {
  const many = Array.from({ length: mostKept + 2 }, (_, index) => kept(String(index), { endedAt: now - index }));
  expect(goes(...many)).toEqual(['5', '6']);
});
