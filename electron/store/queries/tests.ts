/** What the tests of stages said. */
import type { Coverage, TestCase, TestCounts } from '../../../shared/domain/run.ts';
import type { TestPair } from '../../../shared/planning/compare-runs.ts';
import type { Connection } from '../driver.ts';
import { numberOf, outcomeOf } from './test-outcome.ts';
import { testRecordingQueries } from './test-recording.ts';
import { testRetentionQueries } from './test-retention.ts';

/** What the reports of a stage amount to. */
export interface StageTests {
  readonly run: string;
  readonly stage: string;
  /** Null where no test was reported. */
  readonly tests: TestCounts | null;
  readonly coverage: Coverage | null;
  /** A line for each report that could not be read. */
  readonly unread: string[];
  /** Whether the tests themselves are still there. */
  readonly kept: boolean;
}

export interface TestsAsked {
  readonly status?: TestCase['status'] | undefined;
  readonly search?: string | undefined;
  readonly limit: number;
}

interface ReportRow extends TestCounts {
  id: number;
  run: string;
  stage: string;
  newly_failed: number;
  lines: number | null;
  covered: number | null;
  unread: string;
  kept: number;
}
interface ResultRow {
  suite: string;
  name: string;
  file: string | null;
  status: number;
  ms: number | null;
  newly_failed: number;
  flaky: number;
  message: string | null;
}
interface PairRow {
  suite: string;
  name: string;
  before: number;
  before_ms: number | null;
  after: number;
  after_ms: number | null;
}

const toStage = (row: ReportRow): StageTests => {
  const { passed, failed, skipped, newly_failed: newlyFailed, flaky, lines, covered } = row;
  return {
    run: row.run,
    stage: row.stage,
    tests: passed + failed + skipped === 0 ? null : { passed, failed, skipped, newlyFailed, flaky },
    coverage: lines === null || covered === null ? null : { lines, covered },
    unread: JSON.parse(row.unread) as string[],
    kept: row.kept === 1,
  };
};

const toCase = ({ newly_failed, flaky, status, ...row }: ResultRow): TestCase => ({
  ...row,
  status: outcomeOf(status),
  newlyFailed: newly_failed === 1,
  flaky: flaky === 1,
});

/** So many places of a report are compared in one query. */
const placesAtOnce = 5000;

export function testQueries(connection: Connection) {
  const ofRuns = connection.prepare<[string], ReportRow>(
    'SELECT * FROM test_reports WHERE run IN (SELECT value FROM json_each(?)) AND state = 1 ORDER BY id',
  );
  const report = connection.prepare<[string, string], ReportRow>(
    'SELECT * FROM test_reports WHERE run = ? AND stage = ? AND state = 1',
  );
  const asked = `FROM test_results r JOIN tests t ON t.id = r.test WHERE r.report = @report
    AND (@status IS NULL OR r.status = @status)
    AND (@like IS NULL OR t.name LIKE @like ESCAPE '\\' OR t.suite LIKE @like ESCAPE '\\' OR t.file LIKE @like ESCAPE '\\')`;
  interface Asked {
    report: number;
    status: number | null;
    like: string | null;
  }
  const page = connection.prepare<Asked & { limit: number }, ResultRow>(
    `SELECT t.suite, t.name, t.file, r.status, r.ms, r.newly_failed, r.flaky,
       (SELECT message FROM test_messages m WHERE m.report = r.report AND m.place = r.place) AS message
     ${asked} ORDER BY r.place LIMIT @limit`,
  );
  const count = connection.prepare<Asked, { total: number }>(`SELECT count(*) AS total ${asked}`);
  const pairs = connection.prepare<[number, number, number, number], PairRow>(
    `SELECT t.suite, t.name, b.status AS before, b.ms AS before_ms, a.status AS after, a.ms AS after_ms
     FROM test_results a JOIN test_results b ON b.report = ? AND b.test = a.test JOIN tests t ON t.id = a.test
     WHERE a.report = ? AND a.place >= ? AND a.place < ? AND (a.status <> b.status OR a.ms > b.ms) ORDER BY a.place`,
  );

  return {
    ...testRecordingQueries(connection),
    ...testRetentionQueries(connection),
    /** What the stages of runs amount to. */
    ofRuns: (runs: readonly string[]): StageTests[] => ofRuns.all(JSON.stringify(runs)).map(toStage),
    ofStage: (run: string, stage: string): StageTests | null => {
      const row = report.get(run, stage);
      return row ? toStage(row) : null;
    },
    /** The failed ones first, those that newly fail before them; `total` counts all that were asked for. */
    list(run: string, stage: string, { status, search, limit }: TestsAsked): { tests: TestCase[]; total: number } {
      const row = report.get(run, stage);
      if (!row) return { tests: [], total: 0 };
      const like = search === undefined || search === '' ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
      const of = { report: row.id, status: status === undefined ? null : numberOf(status), like };
      const tests = page.all({ ...of, limit }).map(toCase);
      // Searching a hundred thousand names takes a while: once is enough where the page says it all.
      const all = status === undefined && like === null ? row.passed + row.failed + row.skipped : undefined;
      const total = tests.length < limit ? tests.length : (all ?? count.get(of)?.total ?? tests.length);
      return { tests, total };
    },
    /** Tests that are in both runs and came out otherwise or took longer; handed out in pieces, so that others get a turn. */
    async *pairs(before: string, after: string, stage: string): AsyncGenerator<TestPair[]> {
      const [from, to] = [report.get(before, stage), report.get(after, stage)];
      if (!from || !to) return;
      const places = to.passed + to.failed + to.skipped;
      for (let place = 0; place < places; place += placesAtOnce) {
        const rows = pairs.all(from.id, to.id, place, place + placesAtOnce);
        yield rows.map(({ suite, name, before, before_ms, after, after_ms }) => ({
          name: suite === '' ? name : `${suite} › ${name}`,
          before: { status: outcomeOf(before), ms: before_ms },
          after: { status: outcomeOf(after), ms: after_ms },
        }));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
