/** The pages of the history: every filter that a screen has, by an index, however long the history is. */
import type { Revision } from '../../../shared/domain/revision.ts';
import type { Connection } from '../driver.ts';
import { matchOf, placeOf } from '../search.ts';
import { toRevision, type Row } from './revision-row.ts';

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

export function historyQueries(connection: Connection) {
  const many = (sql: string) => {
    const statement = connection.prepare<[Record<string, unknown>], Row>(sql);
    return (parameters: Record<string, unknown>): Revision[] => statement.all(parameters).map(toRevision);
  };
  const rowid = connection.prepare<[string, string, number], { rowid: number }>(
    'SELECT rowid FROM revisions WHERE project = ? AND environment = ? AND number = ?',
  );
  // One step in the index for each name; DISTINCT would walk over every revision.
  const environments = connection.prepare<
    { project: string },
    { environment: string }
  >(`WITH RECURSIVE names (environment) AS (
      SELECT MIN(environment) FROM revisions WHERE project = @project
      UNION ALL SELECT (SELECT MIN(environment) FROM revisions WHERE project = @project AND environment > names.environment) FROM names WHERE names.environment IS NOT NULL
    ) SELECT environment FROM names WHERE environment IS NOT NULL`);
  const oldestSince = connection.prepare<[string, number], { first: number | null; count: number }>(
    `SELECT MIN(rowid) AS first, COUNT(*) AS count FROM (SELECT rowid FROM revisions WHERE project = ? AND started_at >= ? LIMIT ${String(countedSince + 1)})`,
  );
  // The plus keeps the planner from an index by time, which it would have to sort; rowid is the order of writing.
  const page = (where: string) =>
    `${where} AND revisions.rowid < @before AND revisions.rowid >= @from AND +started_at >= @since ORDER BY revisions.rowid DESC LIMIT @limit`;
  const ofProject = many(`SELECT * FROM revisions ${page('WHERE project = @project')}`);
  const ofEnvironment = many(
    `SELECT * FROM revisions INDEXED BY revisions_by_environment ${page('WHERE project = @project AND environment = @environment')}`,
  );
  // The cross join keeps FTS on the outside: it yields rowids newest first, and the limit stops it early.
  const found =
    many(`SELECT revisions.* FROM revision_search CROSS JOIN revisions ON revisions.rowid = revision_search.rowid
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
    /** Names of the environments that ever had a revision. */
    environments: names,
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
      // Few rows are sooner looked at than the long list of everything in a place.
      const match = matchOf(filter.search ?? '', from > 0 ? null : placeOf(project, environment));
      if (match !== null) return found({ ...parameters, match });
      return environment === undefined ? ofProject(parameters) : ofEnvironment(parameters);
    },
  };
}
