/** Runs of the pipeline: their stages, and the deployments that follow. What they do is in their operations' journals. */
import type { FollowingDeployment, StageRecord, StageStatus } from '../../../shared/domain/run.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Connection } from '../driver.ts';
import { boundaryIn } from './paging.ts';

export interface NewRun {
  readonly id: string;
  readonly project: string;
  readonly ref: string;
  readonly commit: string;
  readonly release: string | null;
  /** What a search finds it by. */
  readonly words: string;
  readonly startedAt: number;
  readonly stages: readonly StageRecord[];
  readonly deploysTo: readonly string[];
}

export interface RunFilter {
  readonly ref?: string | undefined;
  readonly commit?: string | undefined;
  readonly release?: string | undefined;
  readonly search?: string | undefined;
  readonly before?: number | undefined;
  /** Leaves out those whose operation is not in one of these states. */
  readonly operationStatus?: readonly string[] | undefined;
}

interface StageRow {
  name: string;
  status: StageStatus;
  started_at: number | null;
  ended_at: number | null;
  code: number | null;
  problem: string | null;
  taken_from: string | null;
}
interface DeploymentRow {
  run: string;
  environment: string;
  state: FollowingDeployment['state'];
  operation: string | null;
  problem: string | null;
}

const problemIn = (text: string | null): Problem | null => (text === null ? null : (JSON.parse(text) as Problem));
const textOf = (problem: Problem | null): string | null => (problem === null ? null : JSON.stringify(problem));
const toStage = (row: StageRow): StageRecord => ({
  name: row.name,
  status: row.status,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  code: row.code,
  problem: problemIn(row.problem),
  takenFrom: row.taken_from,
});
const toDeployment = (row: DeploymentRow): FollowingDeployment => ({ ...row, problem: problemIn(row.problem) });

/** Text of LIKE in which nothing stands for anything else. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);

export function runQueries(connection: Connection) {
  const insert = connection.prepare(
    'INSERT INTO runs (id, project, ref, commit_sha, release, words, started_at) VALUES (@id, @project, @ref, @commit, @release, @words, @startedAt)',
  );
  const putStage = connection.prepare(
    `INSERT INTO run_stages (run, name, status, started_at, ended_at, code, problem, taken_from)
     VALUES (@run, @name, @status, @startedAt, @endedAt, @code, @problem, @takenFrom)
     ON CONFLICT (run, name) DO UPDATE SET status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at,
       code = excluded.code, problem = excluded.problem, taken_from = excluded.taken_from`,
  );
  const stages = connection.prepare<[string], StageRow>('SELECT * FROM run_stages WHERE run = ?');
  const stage = connection.prepare<[string, string], StageRow>('SELECT * FROM run_stages WHERE run = ? AND name = ?');
  const putDeployment = connection.prepare(
    `INSERT INTO run_deployments (run, project, environment, state, operation, problem) VALUES (@run, @project, @environment, @state, @operation, @problem)
     ON CONFLICT (run, environment) DO UPDATE SET state = excluded.state, operation = excluded.operation, problem = excluded.problem`,
  );
  const deployments = connection.prepare<[string], DeploymentRow>(
    'SELECT run, environment, state, operation, problem FROM run_deployments WHERE run = ? ORDER BY environment',
  );
  const waiting = connection.prepare<[string], DeploymentRow>(
    `SELECT run, environment, state, operation, run_deployments.problem FROM run_deployments INDEXED BY run_deployments_waiting
     CROSS JOIN runs ON runs.id = run WHERE run_deployments.project = ? AND state = 'waiting' ORDER BY runs.rowid DESC`,
  );
  const newerBegun = connection.prepare<[string, string, string, string], { run: string }>(
    `SELECT run FROM run_deployments CROSS JOIN runs ON runs.id = run
     WHERE run_deployments.project = ? AND environment = ? AND state = 'begun'
       AND ref = (SELECT ref FROM runs WHERE id = ?) AND runs.rowid > (SELECT rowid FROM runs WHERE id = ?)
     ORDER BY runs.rowid DESC LIMIT 1`,
  );
  const known = connection.prepare<[string, string], { id: string }>(
    'SELECT id FROM runs WHERE project = ? AND id = ?',
  );
  const ofCommit = connection.prepare<[string, string, number], { id: string }>(
    'SELECT id FROM runs WHERE project = ? AND commit_sha = ? ORDER BY rowid DESC LIMIT ?',
  );
  const releasesBeside = connection.prepare<[string, string], { release: string }>(
    'SELECT DISTINCT release FROM runs WHERE project = ? AND release IS NOT NULL AND ref <> ?',
  );
  const beyond = connection.prepare<[string, number, number], { id: string }>(
    'SELECT id FROM runs WHERE project = ? ORDER BY rowid DESC LIMIT ? OFFSET ?',
  );
  const boundary = boundaryIn(connection, 'runs', 'started_at');
  const row = (run: string, record: StageRecord) => ({ ...record, run, problem: textOf(record.problem) });

  return {
    /** In the transaction that begins its operation. */
    insert({ stages: records, deploysTo, ...run }: NewRun): void {
      insert.run(run);
      for (const record of records) putStage.run(row(run.id, record));
      for (const environment of deploysTo)
        putDeployment.run({
          run: run.id,
          project: run.project,
          environment,
          state: 'waiting',
          operation: null,
          problem: null,
        });
    },
    has: (project: string, id: string): boolean => known.get(project, id) !== undefined,
    stages: (run: string): StageRecord[] => stages.all(run).map(toStage),
    stage: (run: string, name: string): StageRecord | null => {
      const found = stage.get(run, name);
      return found ? toStage(found) : null;
    },
    setStage: (run: string, record: StageRecord): void => {
      putStage.run(row(run, record));
    },
    deployments: (run: string): FollowingDeployment[] => deployments.all(run).map(toDeployment),
    setDeployment: (project: string, { problem, ...deployment }: FollowingDeployment): void => {
      putDeployment.run({ ...deployment, project, problem: textOf(problem) });
    },
    /** Deployments that nothing came of yet, those of the newest run first. */
    waiting: (project: string): FollowingDeployment[] => waiting.all(project).map(toDeployment),
    /** The newest run of the same ref, begun after this one, whose release was brought there. */
    newerBegun: (project: string, environment: string, run: string): string | null =>
      newerBegun.get(project, environment, run, run)?.run ?? null,
    /** Ids of so many runs of one commit, newest first. */
    ofCommit: (project: string, commit: string, limit: number): string[] =>
      ofCommit.all(project, commit, limit).map(({ id }) => id),
    /** Releases that runs of other refs made, or took as they were. */
    releasesBeside: (project: string, ref: string): string[] =>
      releasesBeside.all(project, ref).map(({ release }) => release),
    /** So many runs, newest first, without the newest `kept`. */
    beyond: (project: string, kept: number, limit: number): string[] =>
      beyond.all(project, limit, kept).map(({ id }) => id),
    /** Ids, newest first. Every word of `search` is part of what a run is found by. */
    list(project: string, filter: RunFilter, limit: number): { id: string; startedAt: number }[] {
      const words = (filter.search ?? '')
        .split(/\s+/)
        .filter((word) => word !== '')
        .slice(0, 10);
      const conditions = [
        ['ref = ?', filter.ref],
        ["commit_sha LIKE ? ESCAPE '\\'", filter.commit === undefined ? undefined : `${literal(filter.commit)}%`],
        ['runs.release = ?', filter.release],
        ...words.map((word) => ["words LIKE ? ESCAPE '\\'", `%${literal(word)}%`] as const),
      ].flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
      const states = filter.operationStatus;
      const sql = `SELECT runs.id, runs.started_at AS startedAt FROM runs ${states ? 'CROSS JOIN operations ON operations.id = runs.id' : ''}
        WHERE runs.project = ? AND runs.rowid < ? ${conditions.map((one) => `AND ${one.sql}`).join(' ')}
        ${states ? `AND operations.status IN (${states.map(() => '?').join(', ')})` : ''} ORDER BY runs.rowid DESC LIMIT ?`;
      return connection
        .prepare<unknown[], { id: string; startedAt: number }>(sql)
        .all(project, boundary(filter.before), ...conditions.map(({ value }) => value), ...(states ?? []), limit);
    },
  };
}
