/** The verbs, in the order of the help: one file and one line each. */
import { addAudit } from './audit.ts';
import { addBuild } from './build.ts';
import { addChanges } from './changes.ts';
import { addHistory } from './history.ts';
import { addHold } from './hold.ts';
import { addHotfix } from './hotfix.ts';
import { addInit } from './init.ts';
import { addLogs } from './logs.ts';
import { addAbort, addOperations, addResume } from './operations.ts';
import { addPromote } from './promote.ts';
import { addApprove, addReject, addReleases } from './releases.ts';
import { addRollback } from './rollback.ts';
import { addRollout } from './rollout.ts';
import { addRetry, addRun } from './run.ts';
import { addRuns } from './runs.ts';
import { addScale } from './scale.ts';
import { addShell } from './shell.ts';
import { addStatus } from './status.ts';
import { addTestEnv } from './test-env.ts';
import type { AddVerb } from './verb.ts';
import { addVerify } from './verify.ts';

export const verbs: readonly AddVerb[] = [
  addInit,
  addStatus,
  addBuild,
  addRun,
  addRuns,
  addRetry,
  addReleases,
  addPromote,
  addRollback,
  addRollout,
  addScale,
  addVerify,
  addHold,
  addHotfix,
  addTestEnv,
  addChanges,
  addApprove,
  addReject,
  addHistory,
  addOperations,
  addResume,
  addAbort,
  addLogs,
  addShell,
  addAudit,
];
