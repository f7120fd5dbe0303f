/** Revisions: what ran where, and when. Numbers are never reused; only the outcome of a row is ever filled in. */
import type { Revision, RevisionStatus } from '../../../shared/domain/revision.ts';
import type { Application } from '../../../shared/domain/service.ts';
import type { Connection } from '../driver.ts';
import { indexed, matchOf } from '../search.ts';

interface Row {
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

const toRevision = (row: Row): Revision => ({
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

export interface RevisionFilter {
  readonly environment?: string | undefined;
  readonly since?: number | undefined;
  readonly at?: number | undefined;
  readonly search?: string | undefined;
  readonly before?: { readonly environment: string; readonly number: number } | undefined;
  readonly limit: number;
}

/** With more matches than this they are dense enough to come across by going back from the newest. */
const countedSince = 20_000;

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
  const rowid = connection.prepare<[string, string, number], { rowid: number }>(
    'SELECT rowid FROM revisions WHERE project = ? AND environment = ? AND number = ?',
  );
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
  // One step in the index for each name; DISTINCT would walk over every revision.
  const environments = connection.prepare<
    { project: string },
    { environment: string }
  >(`WITH RECURSIVE names (environment) AS (
      SELECT MIN(environment) FROM revisions WHERE project = @project
      UNION ALL SELECT (SELECT MIN(environment) FROM revisions WHERE project = @project AND environment > names.environment) FROM names WHERE names.environment IS NOT NULL
    ) SELECT environment FROM names WHERE environment IS NOT NULL`);
  const saveConfiguration = connection.prepare(
    'INSERT INTO configurations (hash, application) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const configuration = connection.prepare<[string], { application: string }>(
    'SELECT application FROM configurations WHERE hash = ?',
  );
  const oldestSince = connection.prepare<[string, number], { first: number | null; count: number }>(
    `SELECT MIN(rowid) AS first, COUNT(*) AS count FROM (SELECT rowid FROM revisions WHERE project = ? AND started_at >= ? LIMIT ${String(countedSince + 1)})`,
  );
  // The plus keeps the planner from an index by time, which it would have to sort; rowid is the order of writing.
  const page = (where: string) =>
    `${where} AND revisions.rowid < @before AND revisions.rowid >= @from AND +started_at >= @since ORDER BY revisions.rowid DESC LIMIT @limit`;
  const ofProject = many<[Record<string, unknown>]>(`SELECT * FROM revisions ${page('WHERE project = @project')}`);
  const ofEnvironment = many<[Record<string, unknown>]>(
    `SELECT * FROM revisions INDEXED BY revisions_by_environment ${page('WHERE project = @project AND environment = @environment')}`,
  );
  // The cross join keeps FTS on the outside: it yields rowids newest first, and the limit stops it early.
  const found = many<
    [Record<string, unknown>]
  >(`SELECT revisions.* FROM revision_search CROSS JOIN revisions ON revisions.rowid = revision_search.rowid
    WHERE revision_search MATCH @match AND revision_search.rowid < @before AND revision_search.rowid >= @from AND project = @project
      AND environment = COALESCE(@environment, environment) AND started_at >= @since ORDER BY revision_search.rowid DESC LIMIT @limit`);
  // Ordered, so that the first one looked at is nearly always the one; the second condition holds under a clock that was set back.
  const runningAt = connection.prepare<
    [string, string, number, number],
    Row
  >(`SELECT * FROM revisions WHERE project = ? AND environment = ? AND running_at <= ?
    AND (ended_at IS NULL OR ended_at > ?) ORDER BY running_at DESC, rowid DESC LIMIT 1`);

  /** The place of the first revision since a time, or one before it; null when there is none. */
  const placeSince = (project: string, since: number | undefined): number | null => {
    if (since === undefined) return 0;
    const { first, count } = oldestSince.get(project, since) ?? { first: null, count: 0 };
    return count > countedSince ? 0 : first;
  };
  const names = (project: string): string[] => environments.all({ project }).map((row) => row.environment);

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
    /** Names of the environments that ever had a revision. */
    environments: names,
    /** Makes `number` the one that runs; answers the number that it replaces. In one transaction of the caller. */
    setRunning(project: string, environment: string, number: number, at: number, url: string | null): number | null {
      const replaced = setReplaced.get(at, project, environment) as { number: number } | undefined;
      setRunning.run(at, url, project, environment, number);
      return replaced?.number ?? null;
    },
    setEnded: (project: string, environment: string, number: number, status: 'failed' | 'undone', at: number): void => {
      setEnded.run(status, at, project, environment, number);
    },
    /** Newest first, in the order in which they were begun. With `at`, what ran then: at most one for each environment. */
    list(project: string, filter: RevisionFilter): Revision[] {
      const { environment, at, limit } = filter;
      const before = filter.before
        ? (rowid.get(project, filter.before.environment, filter.before.number)?.rowid ?? 0)
        : Number.MAX_SAFE_INTEGER;
      if (at !== undefined) {
        const rows = (environment === undefined ? names(project) : [environment]).flatMap(
          (name) => runningAt.get(project, name, at, at) ?? [],
        );
        return rows
          .filter((row) => row.rowid < before)
          .sort((a, b) => b.rowid - a.rowid)
          .slice(0, limit)
          .map(toRevision);
      }
      const from = placeSince(project, filter.since);
      if (from === null) return [];
      const parameters = { project, before, from, environment: environment ?? null, since: filter.since ?? 0, limit };
      const match = matchOf(filter.search ?? '', project, environment);
      if (match !== null) return found({ ...parameters, match });
      return environment === undefined ? ofProject(parameters) : ofEnvironment(parameters);
    },
  };
}
