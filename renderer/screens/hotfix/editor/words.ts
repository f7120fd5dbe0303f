/** Every sentence of the three-way editor. */
import type { Settlement } from '../../../../shared/domain/hotfix.ts';
import { count } from '../../../text/count.ts';

export const words = {
  title: (subject: string) => `Settle: ${subject}`,
  back: 'Back to the lane',
  gone: 'The lane holds no such pick any more.',
  noConflict: 'This pick does not conflict any more.',
  loading: 'Reading every side of the conflict',
  files: 'Conflicted files',
  panes: { ours: 'Ours', base: 'Base', theirs: 'Theirs', result: 'Result' },
  paneOf: { ours: 'the lane', base: 'where both began', theirs: 'the pick' },
  absent: 'The file is not there on this side.',
  accept: { ours: 'Accept ours', theirs: 'Accept theirs', both: 'Accept both' },
  acceptTip: {
    ours: 'Take the lane’s lines for this conflict',
    theirs: 'Take the pick’s lines for this conflict',
    both: 'Take the lane’s lines, then the pick’s',
  },
  next: 'Next conflict',
  previous: 'Previous conflict',
  left: (n: number) => (n === 0 ? 'No conflict left' : `${count(n, 'conflict')} left`),
  at: (n: number, of: number) => `Conflict ${n} of ${of}`,
  draft: 'Draft kept',
  whole: 'Take a whole side',
  startAgain: 'Start again',
  startAgainTip: 'Back to the merged text with every conflict in it',
  remembered: (by: string) => `The same conflict was settled before by ${by}`,
  use: 'Use that resolution',
  used: 'An earlier resolution is filled in. Look at it before you settle.',
  choose: 'This file is taken whole: choose which.',
  lines: 'Settle it line by line instead',
  choices: {
    ours: ['The lane’s', 'The file stays as the lane has it.'],
    theirs: ['The pick’s', 'The file becomes what the pick has.'],
    base: ['As both began', 'The file becomes what it was before either changed it.'],
    delete: ['Delete it', 'The file is not there afterwards.'],
  } satisfies Record<Exclude<Settlement['choice'], 'content'>, readonly [string, string]>,
  side: { mode: 'mode', object: 'object' },
  state: { settled: 'settled', open: 'open', unseen: 'not looked at' },
  settle: 'Settle',
  settleTip: 'Settle this pick, and go on with the picks behind it',
  waiting: (first: string, others: number) =>
    others > 0 ? `Still open: ${first} and ${count(others, 'more file')}.` : `Still open: ${first}.`,
  conflictsIn: (path: string, n: number) => `${path} (${count(n, 'conflict')})`,
  resultHeight: 'Height of the result',
};
