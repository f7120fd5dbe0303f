/**
 * Verifications of environments. What is known later replaces what was known: a watch that was killed after its last
 * word, and before that was journalled, goes on, and its next last word is the one that decides.
 */
import type { Verification } from '../../../shared/domain/rollout.ts';
import type { Connection } from '../driver.ts';

interface Row {
  data: string;
}
const toVerification = ({ data }: Row): Verification => JSON.parse(data) as Verification;

/** So many beside those of deployments are kept of each environment: a schedule of every minute would fill the disk otherwise. */
const keptOfEach = 500;

export function verificationQueries(connection: Connection) {
  const put = connection.prepare(
    `INSERT INTO verifications (id, project, environment, revision, operation, finished, ended_at, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET finished = excluded.finished, ended_at = excluded.ended_at, data = excluded.data`,
  );
  const list = connection.prepare<[string, string, number], Row>(
    'SELECT data FROM verifications WHERE project = ? AND environment = ? AND finished = 1 ORDER BY ended_at DESC LIMIT ?',
  );
  const ofRevision = connection.prepare<[string, string, number, number], Row>(
    'SELECT data FROM verifications WHERE project = ? AND environment = ? AND finished = 1 AND revision = ? ORDER BY ended_at DESC LIMIT ?',
  );
  const ofOperation = connection.prepare<[string], Row>(
    'SELECT data FROM verifications WHERE operation = ? ORDER BY rowid DESC',
  );
  const open = connection.prepare<[string], Row>(
    'SELECT data FROM verifications WHERE operation = ? AND finished = 0 ORDER BY rowid',
  );
  const last = connection.prepare<[string, string], { ended_at: number }>(
    'SELECT ended_at FROM verifications WHERE project = ? AND environment = ? AND finished = 1 ORDER BY ended_at DESC LIMIT 1',
  );
  const prune = connection.prepare(
    `DELETE FROM verifications WHERE project = ? AND environment = ? AND rowid IN (
       SELECT rowid FROM verifications WHERE project = ? AND environment = ? AND operation IS NULL ORDER BY ended_at DESC LIMIT -1 OFFSET ?)`,
  );
  return {
    keep: (project: string, verification: Verification, finished: boolean): void => {
      const { id, environment, revision, operation, endedAt } = verification;
      put.run(id, project, environment, revision, operation, Number(finished), endedAt, JSON.stringify(verification));
      if (operation === null) prune.run(project, environment, project, environment, keptOfEach);
    },
    /** Those that have ended, newest first. */
    list: (project: string, environment: string, revision: number | undefined, limit: number): Verification[] =>
      (revision === undefined
        ? list.all(project, environment, limit)
        : ofRevision.all(project, environment, revision, limit)
      ).map(toVerification),
    /** Those of one operation, newest first, with the one that goes on now. */
    ofOperation: (operation: string): Verification[] => ofOperation.all(operation).map(toVerification),
    /** Those of one operation that have not ended. */
    open: (operation: string): Verification[] => open.all(operation).map(toVerification),
    /** When the newest one ended; null when there is none. */
    lastEnd: (project: string, environment: string): number | null => last.get(project, environment)?.ended_at ?? null,
  };
}
