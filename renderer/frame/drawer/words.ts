/** Sentences of the operations drawer. */
import type { Operation, StepState } from '../../../shared/domain/operation.ts';

export const words = {
  operations: 'Operations',
  show: 'Show operations',
  hide: 'Hide operations',
  height: 'Height of the operations',
  none: 'Nothing has been done here yet.',
  choose: 'Choose an operation to see its steps and its log.',
  idle: 'Nothing is running',
  steps: 'Steps',
  log: (title: string) => `Log of ${title}`,
  side: 'What is shown beside the steps',
  sides: { rollout: 'Rollout', log: 'Log' },
  abort: 'Cancel',
  abortTip: 'Stop it and undo what it did',
  resume: 'Resume',
  resumeTip: 'Go on from where it stopped',
  by: (who: string) => `by ${who}`,
  took: (text: string) => `took ${text}`,
  attempt: (n: number) => `attempt ${n}`,
  toRun: 'Its stages, tests and output',
  status: {
    running: 'Running',
    waiting: 'Waiting',
    'needs-attention': 'Needs attention',
    done: 'Done',
    failed: 'Failed',
    aborted: 'Cancelled',
  } satisfies Record<Operation['status'], string>,
  undoing: 'Undoing',
  step: {
    pending: 'to come',
    running: 'running',
    done: 'done',
    failed: 'failed',
    undoing: 'being undone',
    undone: 'undone',
    unknown: 'unknown',
    skipped: 'not run',
  } satisfies Record<StepState['status'], string>,
};

export const statusWord = (operation: Operation): string =>
  operation.direction === 'undo' && operation.status === 'running' ? words.undoing : words.status[operation.status];
