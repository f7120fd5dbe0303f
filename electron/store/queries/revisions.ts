/** Revisions: what ran where, and when. Numbers are never reused; only the outcome of a row is ever filled in. */
import type { Revision, RevisionStatus } from '../../../shared/domain/revision.ts';
import type { Application } from '../../../shared/domain/service.ts';
import type { Connection } from '../driver.ts';

interface Row {
  rowid: number; project: string; environment: string; number: number; release: string; commit_sha: string; cause: Revision['cause']; restores: number | null;
  status: RevisionStatus; healthy: number; operation: string; by: string; why: string | null; started_at: number; running_at: number | null;
  ended_at: number | null; configuration: string; digests: string; url: string | null;
}

const toRevision = (row: Row): Revision => ({
  project: row.project, environment: row.environment, number: row.number, release: row.release, commit: row.commit_sha, cause: row.cause, restores: row.restores,
  status: row.status, healthy: row.healthy === 1, operation: row.operation, by: row.by, why: row.why, startedAt: row.started_at, runningAt: row.running_at,
  endedAt: row.ended_at, configuration: row.configuration, digests: JSON.parse(row.digests) as Record<string, string>, url: row.url,
});

export interface RevisionFilter {
  readonly environment?: string | undefined;
  readonly since?: number | undefined;
  readonly at?: number | undefined;
  readonly search?: string | undefined;
  readonly before?: { readonly environment: string; readonly number: number } | undefined;
  readonly limit: number;
}

/** FTS5 query that matches every word by its beginning; whatever a person types is a word, never syntax. */
const matchOf = (text: string): string => text.split(/\s+/).filter(Boolean).map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ');

export function revisionQueries(connection: Connection) {
  const one = <P extends unknown[]>(sql: string) => { const statement = connection.prepare<P, Row>(sql); return (...parameters: P): Revision | null => { const row = statement.get(...parameters); return row ? toRevision(row) : null; }; };
  const many = <P extends unknown[]>(sql: string) => { const statement = connection.prepare<P, Row>(sql); return (...parameters: P): Revision[] => statement.all(...parameters).map(toRevision); };
  const insert = connection.prepare(`INSERT INTO revisions (project, environment, number, release, commit_sha, cause, restores, status, operation, by, why, started_at, configuration, digests, url)
    VALUES (@project, @environment, @number, @release, @commit, @cause, @restores, 'deploying', @operation, @by, @why, @startedAt, @configuration, @digests, @url)`);
  const index = connection.prepare('INSERT INTO revision_search (rowid, words) VALUES (?, ?)');
  const rowid = connection.prepare<[string, string, number], { rowid: number }>('SELECT rowid FROM revisions WHERE project = ? AND environment = ? AND number = ?');
  const nextNumber = connection.prepare<[string, string], { next: number }>('SELECT COALESCE(MAX(number), 0) + 1 AS next FROM revisions WHERE project = ? AND environment = ?');
  const setRunning = connection.prepare("UPDATE revisions SET status = 'running', healthy = 1, running_at = ?, url = ? WHERE project = ? AND environment = ? AND number = ?");
  const setReplaced = connection.prepare("UPDATE revisions SET status = 'replaced', ended_at = ? WHERE project = ? AND environment = ? AND status = 'running' RETURNING number");
  const setEnded = connection.prepare("UPDATE revisions SET status = ?, ended_at = ? WHERE project = ? AND environment = ? AND number = ? AND status = 'deploying'");
  const environments = connection.prepare<[string], { environment: string }>('SELECT DISTINCT environment FROM revisions WHERE project = ?');
  const saveConfiguration = connection.prepare('INSERT INTO configurations (hash, application) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const configuration = connection.prepare<[string], { application: string }>('SELECT application FROM configurations WHERE hash = ?');
  const list = (where: string) => many<[Record<string, unknown>]>(`SELECT * FROM revisions WHERE project = @project ${where} ORDER BY rowid DESC LIMIT @limit`);
  const pages = {
    all: list('AND rowid < @before'),
    since: list('AND rowid < @before AND started_at >= @since'),
    environment: list('AND rowid < @before AND environment = @environment'),
    environmentSince: list('AND rowid < @before AND environment = @environment AND started_at >= @since'),
    at: list('AND environment = COALESCE(@environment, environment) AND running_at <= @at AND (ended_at IS NULL OR ended_at > @at)'),
    // The cross join keeps FTS on the outside: it yields rowids newest first, and the limit stops it early.
    search: many<[Record<string, unknown>]>(`SELECT revisions.* FROM revision_search CROSS JOIN revisions ON revisions.rowid = revision_search.rowid
      WHERE revision_search MATCH @match AND revision_search.rowid < @before AND project = @project AND environment = COALESCE(@environment, environment) AND started_at >= @since
      ORDER BY revision_search.rowid DESC LIMIT @limit`),
  };

  return {
    nextNumber: (project: string, environment: string): number => nextNumber.get(project, environment)?.next ?? 1,
    insert(revision: Omit<Revision, 'status' | 'healthy' | 'runningAt' | 'endedAt'>, words: string): void {
      const result = insert.run({ ...revision, digests: JSON.stringify(revision.digests) });
      index.run(result.lastInsertRowid, words);
    },
    saveConfiguration: (hash: string, application: Application): void => { saveConfiguration.run(hash, JSON.stringify(application)); },
    configuration: (hash: string): Application | null => { const row = configuration.get(hash); return row ? (JSON.parse(row.application) as Application) : null; },
    get: one<[string, string, number]>('SELECT * FROM revisions WHERE project = ? AND environment = ? AND number = ?'),
    /** What is recorded as running; at most one by the schema. */
    running: one<[string, string]>("SELECT * FROM revisions WHERE project = ? AND environment = ? AND status = 'running'"),
    allRunning: many<[string]>("SELECT * FROM revisions WHERE project = ? AND status = 'running'"),
    healthy: many<[string, string, number]>('SELECT * FROM revisions WHERE project = ? AND environment = ? AND healthy = 1 ORDER BY rowid DESC LIMIT ?'),
    ofRelease: many<[string, string]>('SELECT * FROM revisions WHERE project = ? AND release = ? ORDER BY rowid DESC LIMIT 200'),
    /** Names of the environments that ever had a revision. */
    environments: (project: string): string[] => environments.all(project).map((row) => row.environment),
    /** Makes `number` the one that runs; answers the number that it replaces. In one transaction of the caller. */
    setRunning(project: string, environment: string, number: number, at: number, url: string | null): number | null {
      const replaced = setReplaced.get(at, project, environment) as { number: number } | undefined;
      setRunning.run(at, url, project, environment, number);
      return replaced?.number ?? null;
    },
    setEnded: (project: string, environment: string, number: number, status: 'failed' | 'undone', at: number): void => { setEnded.run(status, at, project, environment, number); },
    /** Newest first. */
    list(project: string, filter: RevisionFilter): Revision[] {
      const before = filter.before ? rowid.get(project, filter.before.environment, filter.before.number)?.rowid ?? 0 : Number.MAX_SAFE_INTEGER;
      const parameters = { project, before, environment: filter.environment ?? null, since: filter.since ?? 0, at: filter.at ?? null, limit: filter.limit };
      const match = matchOf(filter.search ?? '');
      if (match) return pages.search({ ...parameters, match });
      if (filter.at !== undefined) return pages.at(parameters);
      if (filter.environment !== undefined) return filter.since === undefined ? pages.environment(parameters) : pages.environmentSince(parameters);
      return filter.since === undefined ? pages.all(parameters) : pages.since(parameters);
    },
  };
}
