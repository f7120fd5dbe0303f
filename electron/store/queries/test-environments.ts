/** Test environments: at most one of a name and of a branch is there; those that were removed stay in the history. */
import type { Problem } from '../../../shared/problem.ts';
import type { Connection } from '../driver.ts';

export interface StoredTestEnvironment {
  /** Names this one among those of the same name that were there before. */
  readonly id: number;
  readonly project: string;
  readonly environment: string;
  readonly template: string;
  /** Null for one that is made from a working tree. */
  readonly branch: string | null;
  readonly workingTree: boolean;
  readonly createdAt: number;
  readonly by: string;
  readonly byRule: boolean;
  /** How long it may stay without a new commit, as it was asked for; null as its template says. */
  readonly days: number | null;
  readonly endsAt: number | null;
  /** The newest commit that it should run. */
  readonly commit: string;
  /** Counts how often it was asked to run something. */
  readonly wish: number;
  /** The key of the newest request. */
  readonly request: string;
  /** The operation that makes the release of `commit`; null where that was there already. */
  readonly maker: string | null;
  /** Why `commit` could not be brought to it; null while nothing stands in the way. */
  readonly problem: Problem | null;
  readonly removedAt: number | null;
}

export type NewTestEnvironment = Omit<StoredTestEnvironment, 'id' | 'wish' | 'maker' | 'problem' | 'removedAt'>;

interface Row {
  rowid: number;
  project: string;
  environment: string;
  template: string;
  branch: string | null;
  working_tree: number;
  created_at: number;
  by: string;
  by_rule: number;
  days: number | null;
  ends_at: number | null;
  commit_sha: string;
  wish: number;
  request: string;
  maker: string | null;
  problem: string | null;
  removed_at: number | null;
}

const toEnvironment = (row: Row): StoredTestEnvironment => ({
  id: row.rowid,
  project: row.project,
  environment: row.environment,
  template: row.template,
  branch: row.branch,
  workingTree: row.working_tree === 1,
  createdAt: row.created_at,
  by: row.by,
  byRule: row.by_rule === 1,
  days: row.days,
  endsAt: row.ends_at,
  commit: row.commit_sha,
  wish: row.wish,
  request: row.request,
  maker: row.maker,
  problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
  removedAt: row.removed_at,
});

export function testEnvironmentQueries(connection: Connection) {
  const one = <P extends unknown[]>(sql: string) => {
    const statement = connection.prepare<P, Row>(sql);
    return (...parameters: P): StoredTestEnvironment | null => {
      const row = statement.get(...parameters);
      return row ? toEnvironment(row) : null;
    };
  };
  const insert =
    connection.prepare(`INSERT INTO test_environments (project, environment, template, branch, working_tree, created_at, by, by_rule, days, ends_at, commit_sha, wish, request)
    VALUES (@project, @environment, @template, @branch, @workingTree, @createdAt, @by, @byRule, @days, @endsAt, @commit, 1, @request)`);
  const wish = connection.prepare(
    'UPDATE test_environments SET commit_sha = ?, request = ?, ends_at = ?, wish = wish + 1, maker = NULL, problem = NULL WHERE rowid = ?',
  );
  const setMaker = connection.prepare('UPDATE test_environments SET maker = ? WHERE rowid = ?');
  const setProblem = connection.prepare('UPDATE test_environments SET problem = ? WHERE rowid = ?');
  const setRemoved = connection.prepare(
    'UPDATE test_environments SET removed_at = ?, removed_by = ?, reason = ?, removal = ? WHERE rowid = ? AND removed_at IS NULL',
  );
  const removedBy = connection.prepare<[string, string, string], { rowid: number }>(
    'SELECT rowid FROM test_environments WHERE project = ? AND environment = ? AND removal = ?',
  );
  const there = connection.prepare<[string], Row>(
    'SELECT * FROM test_environments WHERE project = ? AND removed_at IS NULL ORDER BY rowid',
  );
  const gone = connection.prepare<[string], { environment: string }>(
    `SELECT DISTINCT environment FROM test_environments AS one WHERE project = ? AND removed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM test_environments WHERE project = one.project AND environment = one.environment AND removed_at IS NULL)`,
  );
  const removed = connection.prepare<[string, string], { branch: string; commit_sha: string }>(
    `SELECT branch, commit_sha FROM test_environments WHERE rowid IN
      (SELECT MAX(rowid) FROM test_environments WHERE project = ? AND template = ? AND branch IS NOT NULL GROUP BY branch) AND removed_at IS NOT NULL`,
  );
  const workingTree = connection.prepare<[string, string], { environment: string }>(
    'SELECT environment FROM working_trees WHERE project = ? AND commit_sha = ?',
  );
  const keepWorkingTree = connection.prepare(
    'INSERT INTO working_trees (project, commit_sha, environment, by, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return {
    insert: (environment: NewTestEnvironment): number =>
      Number(
        insert.run({
          ...environment,
          workingTree: environment.workingTree ? 1 : 0,
          byRule: environment.byRule ? 1 : 0,
        }).lastInsertRowid,
      ),
    /** Those that are there, the oldest first. */
    list: (project: string): StoredTestEnvironment[] => there.all(project).map(toEnvironment),
    /** The one of that name that is there. */
    get: one<[string, string]>(
      'SELECT * FROM test_environments WHERE project = ? AND environment = ? AND removed_at IS NULL',
    ),
    /** The one that a request made or last changed, also one that was removed since. */
    byRequest: one<[string, string]>(
      'SELECT * FROM test_environments WHERE project = ? AND request = ? ORDER BY rowid DESC LIMIT 1',
    ),
    ofBranch: one<[string, string, string]>(
      'SELECT * FROM test_environments WHERE project = ? AND template = ? AND branch = ? AND removed_at IS NULL',
    ),
    /** Asks it to run a commit: what came of the wish before is forgotten. */
    wish: (id: number, given: { commit: string; request: string; endsAt: number | null }): void => {
      wish.run(given.commit, given.request, given.endsAt, id);
    },
    setMaker: (id: number, operation: string): void => {
      setMaker.run(operation, id);
    },
    setProblem: (id: number, problem: Problem | null): void => {
      setProblem.run(problem === null ? null : JSON.stringify(problem), id);
    },
    /** Answers whether it was still there. `operation`: the one that removed it. */
    remove: (id: number, given: { at: number; by: string; reason: string; operation: string }): boolean =>
      setRemoved.run(given.at, given.by, given.reason, given.operation, id).changes > 0,
    /** Whether an operation has recorded what it removed. */
    removedBy: (project: string, environment: string, operation: string): boolean =>
      removedBy.get(project, environment, operation) !== undefined,
    /** Names that were removed and are not there again. */
    gone: (project: string): ReadonlySet<string> => new Set(gone.all(project).map((row) => row.environment)),
    /** The commit that each branch’s environment of a template should have run when it was last removed, where none came since. */
    removedAt: (project: string, template: string): ReadonlyMap<string, string> =>
      new Map(removed.all(project, template).map((row) => [row.branch, row.commit_sha])),
    /** The environment that a commit was made for out of a working tree; null for every other commit. */
    ofWorkingTree: (project: string, commit: string): string | null =>
      workingTree.get(project, commit)?.environment ?? null,
    keepWorkingTree: (project: string, commit: string, environment: string, by: string, at: number): void => {
      keepWorkingTree.run(project, commit, environment, by, at);
    },
  };
}
