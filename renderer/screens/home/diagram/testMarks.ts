/** What sets a test environment apart from others, what waits for somebody first. Pure. */
import type { TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import type { Tone } from '../../../components/tone.ts';
import { inert } from '../../../text/inert.ts';
import { age } from '../../../text/time.ts';
import { words } from './words.ts';

export interface TestMark {
  readonly what: 'outdated' | 'workingTree' | 'merged' | 'draft' | 'ends';
  readonly tone: Tone;
  readonly word: string;
  readonly title?: string;
}

/** Time before its end from which on it is said. */
const soonMs = 3 * 86_400_000;

export function testMarks(
  { workingTree, review, merged, endsAt, problem }: TestEnvironment,
  now: number,
): readonly TestMark[] {
  const marks: TestMark[] = [];
  if (problem) marks.push({ what: 'outdated', tone: 'wait', word: words.outdated, title: inert(problem.message) });
  if (workingTree)
    marks.push({ what: 'workingTree', tone: 'wait', word: words.workingTree, title: words.workingTreeTip });
  if (merged) marks.push({ what: 'merged', tone: 'quiet', word: words.merged });
  if (review?.draft) marks.push({ what: 'draft', tone: 'quiet', word: words.draft });
  if (endsAt !== null && endsAt - now < soonMs)
    marks.push({ what: 'ends', tone: 'wait', word: endsAt <= now ? words.ended : words.ends(age(now, endsAt)) });
  return marks;
}

/** What it is about: the title of its review, else its branch. */
export const testSubject = ({ review, branch }: TestEnvironment): string => inert(review?.title ?? branch ?? '');

/** What a screen reader says of it. */
export function testWords(test: TestEnvironment, now: number): string[] {
  const marks = testMarks(test, now).map(({ word, title }) => (title ? `${word}: ${title}` : word));
  return [testSubject(test), ...marks].filter(Boolean);
}
