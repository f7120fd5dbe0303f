/** Whether what a run made goes on to the environments that follow its branch. */
import { shortSha } from '../domain/commit.ts';
import type { OperationStatus } from '../domain/operation.ts';
import type { StageRecord } from '../domain/run.ts';
import { problemOf, type Problem } from '../problem.ts';

export interface Others {
  /** A newer green run of the branch whose release is brought there. */
  readonly newer: string | null;
  /** A commit that is there, or is brought there, and has everything of the one that would take its place. */
  readonly ahead: string | null;
}

/** What becomes of a deployment that waits for a run which has ended: it is made, or nothing comes of it, and why. */
export function fateOf(
  status: OperationStatus,
  stages: readonly Pick<StageRecord, 'name' | 'status'>[],
  { newer, ahead }: Others = { newer: null, ahead: null },
): 'deploy' | Problem {
  if (status !== 'done') return problemOf('refused.run-failed', 'The run did not pass.');
  const wrong = stages.find((stage) => stage.status !== 'passed' && stage.status !== 'reused');
  if (wrong)
    return problemOf('refused.run-failed', `“${wrong.name}” did not pass.`, { details: { stage: wrong.name } });
  if (newer !== null)
    return problemOf('refused.superseded', `A newer run of the branch passed: ${newer}.`, { details: { run: newer } });
  if (ahead !== null)
    return problemOf(
      'refused.superseded',
      `A newer commit of the branch is there, or about to be: ${shortSha(ahead)}.`,
      {
        hint: 'Promote this release by hand to go back to it.',
        details: { commit: ahead },
      },
    );
  return 'deploy';
}
