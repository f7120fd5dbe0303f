/** A row of a revision, and the revision that it stands for. */
import type { Revision, RevisionStatus } from '../../../shared/domain/revision.ts';

export interface Row {
  rowid: number;
  project: string;
  environment: string;
  number: number;
  release: string;
  commit_sha: string;
  cause: Revision['cause'];
  restores: number | null;
  status: RevisionStatus;
  healthy: number;
  operation: string;
  by: string;
  why: string | null;
  started_at: number;
  running_at: number | null;
  ended_at: number | null;
  configuration: string;
  digests: string;
  url: string | null;
}

export const toRevision = (row: Row): Revision => ({
  project: row.project,
  environment: row.environment,
  number: row.number,
  release: row.release,
  commit: row.commit_sha,
  cause: row.cause,
  restores: row.restores,
  status: row.status,
  healthy: row.healthy === 1,
  operation: row.operation,
  by: row.by,
  why: row.why,
  startedAt: row.started_at,
  runningAt: row.running_at,
  endedAt: row.ended_at,
  configuration: row.configuration,
  digests: JSON.parse(row.digests) as Record<string, string>,
  url: row.url,
});
