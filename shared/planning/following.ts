/** Whether what a run made goes on to the environments that follow its branch. */
import type { OperationStatus } from '../domain/operation.ts';
import type { StageRecord } from '../domain/run.ts';
import { problemOf, type Problem } from '../problem.ts';

/**
 * What becomes of a deployment that waits for a run which has ended: it is made, or nothing comes of it, and why. `newer`
 * is a newer green run of the branch whose release is brought there.
 */
export function fateOf(
  status: OperationStatus,
  stages: readonly Pick<StageRecord, 'name' | 'status'>[],
  newer: string | null,
): 'deploy' | Problem {
  if (status !== 'done') return problemOf('refused.run-failed', 'The run did not pass.');
  const wrong = stages.find((stage) => stage.status !== 'passed' && stage.status !== 'reused');
  if (wrong)
    return problemOf('refused.run-failed', `“${wrong.name}” did not pass.`, { details: { stage: wrong.name } });
  return newer === null
    ? 'deploy'
    : problemOf('refused.superseded', `A newer run of the branch passed: ${newer}.`, { details: { run: newer } });
}
