/** A problem for people. */
import type { Problem } from '../../../shared/problem.ts';
import { inert, type Paint } from './text.ts';

/** What happened, and below it what to do next. */
export function problemText(problem: Problem, paint: Paint): string {
  const lines = (text: string): string[] => text.split('\n').map(inert);
  const [first = '', ...rest] = lines(problem.message);
  const body = [...rest, ...(problem.hint === null ? [] : lines(problem.hint).map((line) => paint('dim', line)))];
  return `${paint('red', '✗')} ${first}\n${body.map((line) => `  ${line}\n`).join('')}`;
}
