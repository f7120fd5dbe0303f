/** Operations, their journals and leases. */
import type { OperationKind, OperationStatus } from '../../../shared/domain/operation.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { JournalEntry } from '../../../shared/operations/journal.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Connection } from '../driver.ts';
import { boundaryIn } from './paging.ts';

/** An operation as stored: everything that does not follow from its journal. */
export interface StoredOperation {
  readonly id: string;
  readonly project: string;
  readonly kind: OperationKind;
  /** What it holds: `environment:qa`, or `build:<inputs>`. */
  readonly scope: string;
  readonly environment: string | null;
  readonly title: string;
  readonly release: string | null;
  readonly revision: number | null;
  readonly plan: Plan;
  readonly status: OperationStatus;
  readonly problem: Problem | null;
  readonly by: string;
  readonly why: string | null;
  readonly key: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

interface Row {
  rowid: number;
  id: string;
  project: string;
  kind: OperationKind;
  scope: string;
  environment: string | null;
  title: string;
  release: string | null;
  revision: number | null;
  plan: string;
  status: OperationStatus;
  problem: string | null;
  by: string;
  why: string | null;
  idempotency_key: string;
  started_at: number;
  ended_at: number | null;
}

const toOperation = (row: Row): StoredOperation => ({
  id: row.id,
  project: row.project,
  kind: row.kind,
  scope: row.scope,
  environment: row.environment,
  title: row.title,
  release: row.release,
  revision: row.revision,
  plan: JSON.parse(row.plan) as Plan,
  status: row.status,
  problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
  by: row.by,
  why: row.why,
  key: row.idempotency_key,
  startedAt: row.started_at,
  endedAt: row.ended_at,
});

const open = "status IN ('running', 'waiting', 'needs-attention')";

export function operationQueries(connection: Connection) {
  const one = <P extends unknown[]>(sql: string) => {
    const statement = connection.prepare<P, Row>(sql);
    return (...parameters: P): StoredOperation | null => {
      const row = statement.get(...parameters);
      return row ? toOperation(row) : null;
    };
  };
  const many = <P extends unknown[]>(sql: string) => {
    const statement = connection.prepare<P, Row>(sql);
    return (...parameters: P): StoredOperation[] => statement.all(...parameters).map(toOperation);
  };
  const insert =
    connection.prepare(`INSERT INTO operations (id, project, kind, scope, environment, title, release, revision, plan, status, by, why, idempotency_key, started_at)
    VALUES (@id, @project, @kind, @scope, @environment, @title, @release, @revision, @plan, @status, @by, @why, @key, @startedAt)`);
  const setStatus = connection.prepare('UPDATE operations SET status = ?, problem = ?, ended_at = ? WHERE id = ?');
  const nextSeq = connection.prepare<[string], { next: number }>(
    'SELECT COALESCE(MAX(seq), 0) + 1 AS next FROM journal WHERE operation = ?',
  );
  const append = connection.prepare('INSERT INTO journal (operation, seq, entry) VALUES (?, ?, ?)');
  const journal = connection.prepare<[string], { entry: string }>(
    'SELECT entry FROM journal WHERE operation = ? ORDER BY seq',
  );
  const takeLease = connection.prepare<
    [string, string, string, string],
    { fence: number }
  >(`INSERT INTO leases (project, scope, fence, operation, owner) VALUES (?, ?, 1, ?, ?)
    ON CONFLICT DO UPDATE SET fence = fence + 1, operation = excluded.operation, owner = excluded.owner RETURNING fence`);
  const releaseLease = connection.prepare(
    'UPDATE leases SET operation = NULL, owner = NULL WHERE project = ? AND scope = ? AND fence = ?',
  );
  const lease = connection.prepare<[string, string], { fence: number; operation: string | null; owner: string | null }>(
    'SELECT fence, operation, owner FROM leases WHERE project = ? AND scope = ?',
  );
  const durations = connection.prepare<[string, string, string], { ms: number }>(
    "SELECT ended_at - started_at AS ms FROM operations WHERE project = ? AND kind = ? AND environment = ? AND status = 'done' ORDER BY rowid DESC LIMIT 5",
  );

  const boundary = boundaryIn(connection, 'operations', 'started_at');
  const page = many<[string, number, number]>(
    'SELECT * FROM operations WHERE project = ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
  );
  const pageOfAll = many<[number, number]>('SELECT * FROM operations WHERE rowid < ? ORDER BY rowid DESC LIMIT ?');

  return {
    insert: (operation: Omit<StoredOperation, 'problem' | 'endedAt'>): void => {
      insert.run({ ...operation, plan: JSON.stringify(operation.plan) });
    },
    get: one<[string]>('SELECT * FROM operations WHERE id = ?'),
    byKey: one<[string, string]>('SELECT * FROM operations WHERE project = ? AND idempotency_key = ?'),
    openInScope: one<[string, string]>(`SELECT * FROM operations WHERE project = ? AND scope = ? AND ${open}`),
    open: many<[]>(`SELECT * FROM operations INDEXED BY one_open_operation WHERE ${open} ORDER BY rowid`),
    openOfProject: many<[string]>(
      `SELECT * FROM operations INDEXED BY one_open_operation WHERE project = ? AND ${open} ORDER BY rowid DESC`,
    ),
    /** Newest first, those started before `before` (epoch ms). */
    list: (project: string, before: number, limit: number): StoredOperation[] => page(project, boundary(before), limit),
    listAll: (before: number, limit: number): StoredOperation[] => pageOfAll(boundary(before), limit),
    setStatus: (id: string, status: OperationStatus, problem: Problem | null, endedAt: number | null): void => {
      setStatus.run(status, problem === null ? null : JSON.stringify(problem), endedAt, id);
    },
    append: (operation: string, entry: JournalEntry): void => {
      append.run(operation, nextSeq.get(operation)?.next ?? 1, JSON.stringify(entry));
    },
    journal: (operation: string): JournalEntry[] =>
      journal.all(operation).map((row) => JSON.parse(row.entry) as JournalEntry),
    /** Takes the lease whoever had it; the fence only grows, so an earlier owner can no longer write. */
    takeLease: (project: string, scope: string, operation: string, owner: string): number =>
      takeLease.get(project, scope, operation, owner)?.fence ?? 0,
    releaseLease: (project: string, scope: string, fence: number): void => {
      releaseLease.run(project, scope, fence);
    },
    lease: (project: string, scope: string) => lease.get(project, scope) ?? null,
    /** Durations in ms of the last good runs of a kind in an environment. */
    durations: (project: string, kind: string, environment: string): number[] =>
      durations.all(project, kind, environment).map((row) => row.ms),
  };
}
