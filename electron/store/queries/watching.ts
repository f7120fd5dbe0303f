/** What watching knows of a project: whether it is paused, how fetching went, and where its branches were seen. */
import type { KnownBranch, WatchTrigger } from '../../../shared/domain/watched.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Connection } from '../driver.ts';

export interface Watch {
  readonly paused: { readonly by: string; readonly at: number; readonly why: string | null } | null;
  /** Whether branches were ever looked at. */
  readonly looked: boolean;
  /** The remote whose branches are known. */
  readonly remote: string | null;
  /** When it last answered; how often it has not since, and why. */
  readonly fetchedAt: number | null;
  readonly failures: number;
  readonly problem: Problem | null;
}

interface WatchRow {
  paused_by: string | null;
  paused_at: number | null;
  paused_why: string | null;
  looked: number;
  remote: string | null;
  fetched_at: number | null;
  failures: number;
  problem: string | null;
}

interface BranchRow {
  branch: string;
  local: string | null;
  remote: string | null;
  waiting: string | null;
  since: number | null;
  trigger: WatchTrigger | null;
  built: string | null;
  run: string | null;
  problem: string | null;
}

const toProblem = (text: string | null): Problem | null => (text === null ? null : (JSON.parse(text) as Problem));
const fromProblem = (problem: Problem | null): string | null => (problem === null ? null : JSON.stringify(problem));

const toWatch = (row: WatchRow): Watch => ({
  paused:
    row.paused_by === null || row.paused_at === null
      ? null
      : { by: row.paused_by, at: row.paused_at, why: row.paused_why },
  looked: row.looked === 1,
  remote: row.remote,
  fetchedAt: row.fetched_at,
  failures: row.failures,
  problem: toProblem(row.problem),
});

const toBranch = ({ branch, local, remote, waiting, since, trigger, built, run, problem }: BranchRow): KnownBranch => ({
  branch,
  local,
  remote,
  waiting: waiting === null ? null : { branch, commit: waiting, since: since ?? 0, trigger: trigger ?? 'push' },
  built: built === null ? null : { commit: built, run, problem: toProblem(problem) },
});

const unknown: Watch = { paused: null, looked: false, remote: null, fetchedAt: null, failures: 0, problem: null };

export function watchQueries(connection: Connection) {
  const watch = connection.prepare<[string], WatchRow>('SELECT * FROM watches WHERE project = ?');
  const projects = connection.prepare<[], { project: string }>(
    'SELECT project FROM watches JOIN projects ON id = project WHERE looked = 1 AND forgotten = 0',
  );
  const put =
    connection.prepare(`INSERT INTO watches (project, paused_by, paused_at, paused_why, looked, remote, fetched_at, failures, problem)
    VALUES (@project, @pausedBy, @pausedAt, @pausedWhy, @looked, @remote, @fetchedAt, @failures, @problem)
    ON CONFLICT DO UPDATE SET paused_by = @pausedBy, paused_at = @pausedAt, paused_why = @pausedWhy, looked = @looked,
      remote = @remote, fetched_at = @fetchedAt, failures = @failures, problem = @problem`);
  const branches = connection.prepare<[string], BranchRow>('SELECT * FROM watched_branches WHERE project = ?');
  const putBranch =
    connection.prepare(`INSERT INTO watched_branches (project, branch, local, remote, waiting, since, trigger, built, run, problem)
    VALUES (@project, @branch, @local, @remote, @waiting, @since, @trigger, @built, @run, @problem)
    ON CONFLICT DO UPDATE SET local = @local, remote = @remote, waiting = @waiting, since = @since, trigger = @trigger,
      built = @built, run = @run, problem = @problem`);
  const dropBranch = connection.prepare('DELETE FROM watched_branches WHERE project = ? AND branch = ?');
  const get = (project: string): Watch => {
    const row = watch.get(project);
    return row ? toWatch(row) : unknown;
  };
  return {
    get,
    /** Projects that were watched before, by id. */
    projects: (): string[] => projects.all().map(({ project }) => project),
    /** Changes some of what is known. Inside the caller's transaction. */
    set: (project: string, change: Partial<Watch>): void => {
      const { paused, looked, problem, ...rest } = { ...get(project), ...change };
      put.run({
        project,
        pausedBy: paused?.by ?? null,
        pausedAt: paused?.at ?? null,
        pausedWhy: paused?.why ?? null,
        looked: looked ? 1 : 0,
        problem: fromProblem(problem),
        ...rest,
      });
    },
    branches: (project: string): Map<string, KnownBranch> =>
      new Map(branches.all(project).map((row) => [row.branch, toBranch(row)])),
    putBranch: (project: string, { branch, local, remote, waiting, built }: KnownBranch): void => {
      putBranch.run({
        ...{ project, branch, local, remote },
        ...{ waiting: waiting?.commit ?? null, since: waiting?.since ?? null, trigger: waiting?.trigger ?? null },
        ...{ built: built?.commit ?? null, run: built?.run ?? null, problem: fromProblem(built?.problem ?? null) },
      });
    },
    dropBranch: (project: string, branch: string): void => {
      dropBranch.run(project, branch);
    },
  };
}
