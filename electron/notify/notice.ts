/** Whether the end of an operation is worth a native notification, and what it says. Pure. */
import type { Operation } from '../../shared/domain/operation.ts';

/** Who waited this long has turned to something else. */
const longMs = 10_000;

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Address inside the app that shows the operation. */
  readonly address: string;
}

/** The notice for an operation that has come to rest; null when a person needs none: it was short, or they look at it. */
export function noticeFor(operation: Operation, options: { focused: boolean; now: number }): Notice | null {
  if (options.focused || operation.status === 'running' || operation.status === 'waiting') return null;
  const tookMs = (operation.endedAt ?? options.now) - operation.startedAt;
  const went = operation.status === 'done' || operation.status === 'aborted';
  if (went && tookMs <= longMs) return null;
  return {
    title: { done: 'Done', failed: 'Failed', aborted: 'Undone', 'needs-attention': 'Needs attention' }[
      operation.status
    ],
    body: operation.problem ? `${operation.title}: ${operation.problem.message}` : operation.title,
    address: `#/p/${encodeURIComponent(operation.project)}/operation/${encodeURIComponent(operation.id)}`,
  };
}
