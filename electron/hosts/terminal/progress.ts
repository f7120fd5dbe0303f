/** How an operation's progress is told: which lines are new since it was last looked at. */
import type { Operation, StepState } from '../../../shared/domain/operation.ts';
import { clip, inert, type Paint } from './text.ts';
import { duration } from './time.ts';

type Told = StepState['status'];

const signs: Partial<Record<Told, readonly [sign: string, style: 'green' | 'red' | 'yellow' | 'cyan']>> = {
  running: ['→', 'cyan'],
  done: ['✓', 'green'],
  failed: ['✗', 'red'],
  undoing: ['↩', 'yellow'],
  undone: ['↩', 'yellow'],
  unknown: ['?', 'yellow'],
};

/** One line for each step that moved since `before`, in the plan's order; `starts` tells whether beginnings count. */
export function newLines(before: Operation | null, after: Operation, paint: Paint, starts: boolean): string[] {
  return after.steps.flatMap((step) => {
    const sign = signs[step.status];
    if (
      !sign ||
      (!starts && step.status === 'running') ||
      before?.steps.find(({ id }) => id === step.id)?.status === step.status
    )
      return [];
    const took = step.startedAt !== null && step.endedAt !== null ? `  ${duration(step.endedAt - step.startedAt)}` : '';
    const words =
      { undoing: ' (undoing)', undone: ' (undone)', unknown: ' (nobody can tell whether it happened)' }[
        step.status as string
      ] ?? '';
    return [`${paint(sign[1], sign[0])} ${inert(step.title)}${words}${paint('dim', took)}`];
  });
}

/** The line that is drawn over itself on a terminal: what runs now, and for how long. */
export function liveLine(operation: Operation, now: number, columns: number): string | null {
  const step = operation.steps.find(({ status }) => status === 'running' || status === 'undoing');
  if (!step) return operation.status === 'waiting' ? '… waiting' : null;
  return clip(`→ ${inert(step.title)}  ${step.startedAt === null ? '' : duration(now - step.startedAt)}`, columns - 1);
}

/** How it ended, in one line. */
export function endLine(operation: Operation, paint: Paint): string {
  const title = inert(operation.title);
  const took = operation.endedAt === null ? '' : paint('dim', `  ${duration(operation.endedAt - operation.startedAt)}`);
  switch (operation.status) {
    case 'done':
      return `${paint('green', '✓')} ${title}: done${took}`;
    case 'failed':
      return `${paint('red', '✗')} ${title}: failed${took}`;
    case 'aborted':
      return `${paint('yellow', '↩')} ${title}: aborted${took}`;
    case 'needs-attention':
      return `${paint('yellow', '!')} ${title}: needs attention`;
    default:
      return `${paint('cyan', '→')} ${title}: ${operation.status}`;
  }
}

/** What an environment runs now, or how far the operation came. */
export function deploymentText({ status, environment, release, revision, title, id }: Operation): string {
  if (status !== 'done' || environment === null) return `${inert(title)}: ${status} (${id})\n`;
  return `${inert(environment)} runs ${release ?? 'its release'} as revision ${revision ?? '?'}.\n`;
}

/** DESIGN §5: 0 done · 1 failed or aborted · 5 needs attention; what still runs has done what was asked so far. */
export function exitCodeOfOperation({ status }: Pick<Operation, 'status'>): number {
  return ({ done: 0, running: 0, waiting: 0, failed: 1, aborted: 1, 'needs-attention': 5 } as const)[status];
}
