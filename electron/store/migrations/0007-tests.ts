/** What the tests of stages said. */
export const tests = `
-- A test of a stage, however many runs it was in; key is a hash of what names it. flaky_at: when it was last seen to pass and fail at one commit.
CREATE TABLE tests (
  id INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), key BLOB NOT NULL, suite TEXT NOT NULL, name TEXT NOT NULL, file TEXT,
  flaky_at INTEGER, last_report INTEGER NOT NULL,
  UNIQUE (project, key)
) STRICT;
CREATE INDEX tests_by_last_report ON tests (project, last_report);

-- What a stage of a run reported. state: 0 being written, 1 whole, 2 replaced. kept: whether its results are still there beside the counts.
CREATE TABLE test_reports (
  id INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), run TEXT NOT NULL, stage TEXT NOT NULL, ref TEXT NOT NULL, commit_sha TEXT NOT NULL,
  at INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 1, results INTEGER NOT NULL DEFAULT 0, characters INTEGER NOT NULL DEFAULT 0,
  passed INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
  newly_failed INTEGER NOT NULL DEFAULT 0, flaky INTEGER NOT NULL DEFAULT 0, lines INTEGER, covered INTEGER, unread TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE UNIQUE INDEX one_test_report ON test_reports (run, stage) WHERE state = 1;
CREATE INDEX test_reports_by_ref ON test_reports (project, stage, ref, id) WHERE state = 1 AND kept = 1;
CREATE INDEX test_reports_by_commit ON test_reports (project, stage, commit_sha, id) WHERE state = 1 AND kept = 1;
CREATE INDEX test_reports_kept ON test_reports (project, id) WHERE kept = 1;

-- In the order in which they are shown.
CREATE TABLE test_results (
  report INTEGER NOT NULL, place INTEGER NOT NULL, test INTEGER NOT NULL, status INTEGER NOT NULL, ms INTEGER, newly_failed INTEGER NOT NULL, flaky INTEGER NOT NULL,
  PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX test_results_by_test ON test_results (report, test);
CREATE TABLE test_messages (report INTEGER NOT NULL, place INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (report, place)) STRICT, WITHOUT ROWID;
`;
