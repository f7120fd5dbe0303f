/**
 * Writing down what a stage's tests said. A report may have a hundred thousand of them, so it is written in pieces, each
 * a short transaction, and is there for others from `finish` on, whole.
 */
import { createHash } from 'node:crypto';
import type { Coverage, TestCase, TestCounts } from '../../../shared/domain/run.ts';
import type { Connection } from '../driver.ts';
import { numberOf, outcomeOf } from './test-outcome.ts';

export interface ReportedStage {
  readonly project: string;
  readonly run: string;
  readonly stage: string;
  readonly ref: string;
  readonly commit: string;
  readonly at: number;
}

/** What names a test within a stage. */
export type TestName = Pick<TestCase, 'suite' | 'name' | 'file'>;

export interface KnownTest {
  readonly id: number;
  readonly flakyAt: number | null;
  /** Its outcome in the run before on the same ref, and in others at the same commit. */
  readonly before: TestCase['status'] | null;
  readonly sameCommit: TestCase['status'][];
}

export type Result = Pick<TestCase, 'status' | 'ms' | 'message' | 'newlyFailed' | 'flaky'> & { readonly test: number };

export interface Totals {
  readonly counts: TestCounts;
  readonly coverage: Coverage | null;
  readonly unread: readonly string[];
}

const mostSiblings = 5;

export function testRecordingQueries(connection: Connection) {
  const insertReport = connection.prepare<[string, string, string, string, string, number], { id: number }>(
    'INSERT INTO test_reports (project, run, stage, ref, commit_sha, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
  );
  const ofRef = connection.prepare<[string, string, string, string], { id: number }>(
    `SELECT id FROM test_reports WHERE project = ? AND stage = ? AND ref = ? AND state = 1 AND kept = 1 AND run <> ?
     ORDER BY id DESC LIMIT 1`,
  );
  const ofCommit = connection.prepare<[string, string, string, string, number], { id: number }>(
    `SELECT id FROM test_reports WHERE project = ? AND stage = ? AND commit_sha = ? AND state = 1 AND kept = 1 AND run <> ?
     ORDER BY id DESC LIMIT ?`,
  );
  const nameTest = connection.prepare<
    [string, Buffer, string, string, string | null, number],
    { id: number; flaky_at: number | null }
  >(`INSERT INTO tests (project, key, suite, name, file, last_report) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_report = max(last_report, excluded.last_report) RETURNING id, flaky_at`);
  const outcome = connection.prepare<[number, number], { status: number }>(
    'SELECT status FROM test_results WHERE report = ? AND test = ?',
  );
  const insertResult = connection.prepare(
    'INSERT INTO test_results (report, place, test, status, ms, newly_failed, flaky) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertMessage = connection.prepare('INSERT INTO test_messages (report, place, message) VALUES (?, ?, ?)');
  const setFlaky = connection.prepare('UPDATE tests SET flaky_at = ? WHERE id = ?');
  const markFlaky = connection.prepare('UPDATE test_results SET flaky = 1 WHERE report = ? AND test = ? AND flaky = 0');
  const countFlaky = connection.prepare('UPDATE test_reports SET flaky = flaky + 1 WHERE id = ?');
  const replace = connection.prepare('UPDATE test_reports SET state = 2 WHERE run = ? AND stage = ? AND id <> ?');
  const finish = connection.prepare(
    `UPDATE test_reports SET state = 1, results = ?, characters = ?, passed = ?, failed = ?, skipped = ?, newly_failed = ?,
       flaky = ?, lines = ?, covered = ?, unread = ? WHERE id = ?`,
  );
  /** Reports that are looked at beside the one that is written. */
  interface Beside {
    readonly before: number | null;
    readonly siblings: number[];
  }
  const outcomeIn = (report: number, test: number): TestCase['status'] | null => {
    const row = outcome.get(report, test);
    return row ? outcomeOf(row.status) : null;
  };

  return {
    /** Begins a report; one of the same stage that was written before stays until this one is finished. */
    begin({ project, run, stage, ref, commit, at }: ReportedStage): Beside & { readonly report: number } {
      return {
        before: ofRef.get(project, stage, ref, run)?.id ?? null,
        siblings: ofCommit.all(project, stage, commit, run, mostSiblings).map(({ id }) => id),
        report: insertReport.get(project, run, stage, ref, commit, at)?.id ?? 0,
      };
    },
    /** Names a test, and tells what is known of it. */
    know(
      { project, stage }: ReportedStage,
      { report, before, siblings }: Beside & { readonly report: number },
      { suite, name, file }: TestName,
    ): KnownTest {
      const key = createHash('sha256')
        .update(JSON.stringify([stage, suite, name, file]))
        .digest()
        .subarray(0, 16);
      const { id, flaky_at } = nameTest.get(project, key, suite, name, file, report) ?? { id: 0, flaky_at: null };
      return {
        id,
        flakyAt: flaky_at,
        before: before === null ? null : outcomeIn(before, id),
        sameCommit: siblings.flatMap((sibling) => outcomeIn(sibling, id) ?? []),
      };
    },
    add(report: number, place: number, { test, status, ms, message, newlyFailed, flaky }: Result): void {
      insertResult.run(report, place, test, numberOf(status), ms, Number(newlyFailed), Number(flaky));
      if (message !== null) insertMessage.run(report, place, message);
    },
    /** A test passed and failed at one commit: it is flaky in the other runs at it too. */
    unsteady(test: number, siblings: readonly number[], at: number): void {
      setFlaky.run(at, test);
      for (const sibling of siblings) if (markFlaky.run(sibling, test).changes > 0) countFlaky.run(sibling);
    },
    /** Makes the report the one of its stage. */
    finish(
      { run, stage }: ReportedStage,
      report: number,
      { counts, coverage, unread }: Totals,
      size: { readonly results: number; readonly characters: number },
    ): void {
      const { passed, failed, skipped, newlyFailed, flaky } = counts;
      replace.run(run, stage, report);
      finish.run(
        ...[size.results, size.characters, passed, failed, skipped, newlyFailed, flaky],
        ...[coverage?.lines ?? null, coverage?.covered ?? null, JSON.stringify(unread), report],
      );
    },
  };
}
