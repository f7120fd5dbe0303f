/** Revisions: what ran where, and when. Numbers are never reused; only the outcome of a row is ever filled in. */
import type { Revision } from '../../../shared/domain/revision.ts';
import type { Application } from '../../../shared/domain/service.ts';
import type { Connection } from '../driver.ts';
import { indexed } from '../search.ts';
import { historyQueries } from './history.ts';
import { toRevision, type Row } from './revision-row.ts';

export function revisionQueries(connection: Connection) {
  const one = <P extends unknown[]>(sql: string) => {
    const statement = connection.prepare<P, Row>(sql);
    return (...parameters: P): Revision | null => {
      const row = statement.get(...parameters);
      return row ? toRevision(row) : null;
    };
  };
  const many = <P extends unknown[]>(sql: string) => {
    const statement = connection.prepare<P, Row>(sql);
    return (...parameters: P): Revision[] => statement.all(...parameters).map(toRevision);
  };
  const insert =
    connection.prepare(`INSERT INTO revisions (project, environment, number, release, commit_sha, cause, restores, status, operation, by, why, started_at, configuration, digests, url)
    VALUES (@project, @environment, @number, @release, @commit, @cause, @restores, 'deploying', @operation, @by, @why, @startedAt, @configuration, @digests, @url)`);
  const index = connection.prepare('INSERT INTO revision_search (rowid, words) VALUES (?, ?)');
  const nextNumber = connection.prepare<[string, string], { next: number }>(
    'SELECT COALESCE(MAX(number), 0) + 1 AS next FROM revisions WHERE project = ? AND environment = ?',
  );
  const setRunning = connection.prepare(
    "UPDATE revisions SET status = 'running', healthy = 1, running_at = ?, url = ? WHERE project = ? AND environment = ? AND number = ?",
  );
  const setReplaced = connection.prepare(
    "UPDATE revisions SET status = 'replaced', ended_at = ? WHERE project = ? AND environment = ? AND status = 'running' RETURNING number",
  );
  const setEnded = connection.prepare(
    "UPDATE revisions SET status = ?, ended_at = ? WHERE project = ? AND environment = ? AND number = ? AND status = 'deploying'",
  );
  const saveConfiguration = connection.prepare(
    'INSERT INTO configurations (hash, application) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const configuration = connection.prepare<[string], { application: string }>(
    'SELECT application FROM configurations WHERE hash = ?',
  );
  return {
    nextNumber: (project: string, environment: string): number => nextNumber.get(project, environment)?.next ?? 1,
    insert(revision: Omit<Revision, 'status' | 'healthy' | 'runningAt' | 'endedAt'>, words: string): void {
      const result = insert.run({ ...revision, digests: JSON.stringify(revision.digests) });
      index.run(result.lastInsertRowid, indexed(words, revision.project, revision.environment));
    },
    saveConfiguration: (hash: string, application: Application): void => {
      saveConfiguration.run(hash, JSON.stringify(application));
    },
    configuration: (hash: string): Application | null => {
      const row = configuration.get(hash);
      return row ? (JSON.parse(row.application) as Application) : null;
    },
    get: one<[string, string, number]>('SELECT * FROM revisions WHERE project = ? AND environment = ? AND number = ?'),
    /** What is recorded as running; at most one by the schema. */
    running: one<[string, string]>(
      "SELECT * FROM revisions WHERE project = ? AND environment = ? AND status = 'running'",
    ),
    allRunning: many<[string]>("SELECT * FROM revisions WHERE project = ? AND status = 'running'"),
    healthy: many<[string, string, number]>(
      'SELECT * FROM revisions WHERE project = ? AND environment = ? AND healthy = 1 ORDER BY rowid DESC LIMIT ?',
    ),
    ofRelease: many<[string, string]>(
      'SELECT * FROM revisions WHERE project = ? AND release = ? ORDER BY rowid DESC LIMIT 200',
    ),
    /** The healthy runs of a release in one environment, newest first: the proof that a promotion asks for. */
    healthyOfRelease: many<[string, string, string]>(
      'SELECT * FROM revisions WHERE project = ? AND release = ? AND environment = ? AND healthy = 1 ORDER BY rowid DESC LIMIT 200',
    ),
    ...historyQueries(connection),
    /** Makes `number` the one that runs; answers the number that it replaces. In one transaction of the caller. */
    setRunning(project: string, environment: string, number: number, at: number, url: string | null): number | null {
      const replaced = setReplaced.get(at, project, environment) as { number: number } | undefined;
      setRunning.run(at, url, project, environment, number);
      return replaced?.number ?? null;
    },
    /** Nothing runs there any more; answers the number of what did. */
    setStopped: (project: string, environment: string, at: number): number | null =>
      (setReplaced.get(at, project, environment) as { number: number } | undefined)?.number ?? null,
    setEnded: (project: string, environment: string, number: number, status: 'failed' | 'undone', at: number): void => {
      setEnded.run(status, at, project, environment, number);
    },
  };
}
