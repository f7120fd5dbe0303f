/** Outcomes of tests as numbers: a history has millions of them. */
import type { TestCase } from '../../../shared/domain/run.ts';

const outcomes = ['failed', 'passed', 'skipped'] as const satisfies TestCase['status'][];

export const numberOf = (status: TestCase['status']): number => outcomes.indexOf(status);
export const outcomeOf = (number: number): TestCase['status'] => outcomes[number] ?? 'skipped';
