/** Test environments, the working trees that some were made from, and when each ended. */
export const testEnvironments = `
CREATE TABLE test_environments (
  rowid INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), environment TEXT NOT NULL, template TEXT NOT NULL,
  branch TEXT, working_tree INTEGER NOT NULL CHECK (working_tree IN (0, 1)), created_at INTEGER NOT NULL, by TEXT NOT NULL,
  by_rule INTEGER NOT NULL CHECK (by_rule IN (0, 1)), days REAL, ends_at INTEGER,
  -- What it should run: the newest commit that it was asked for, by which request, and the operation that makes its release.
  commit_sha TEXT NOT NULL, wish INTEGER NOT NULL, request TEXT NOT NULL, maker TEXT, problem TEXT,
  removed_at INTEGER, removed_by TEXT, reason TEXT, removal TEXT
) STRICT;
CREATE UNIQUE INDEX test_environments_there ON test_environments (project, environment) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX test_environments_of_branch ON test_environments (project, template, branch) WHERE removed_at IS NULL;
CREATE INDEX test_environments_by_name ON test_environments (project, environment, rowid);
CREATE INDEX test_environments_by_request ON test_environments (project, request);
CREATE TRIGGER test_environments_are_never_deleted BEFORE DELETE ON test_environments BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER removed_test_environments_are_never_edited BEFORE UPDATE ON test_environments WHEN OLD.removed_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- Commits that were made from somebody's working tree, each for one environment: nothing else is ever built from them.
CREATE TABLE working_trees (
  project TEXT NOT NULL REFERENCES projects(id), commit_sha TEXT NOT NULL, environment TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (project, commit_sha)
) STRICT;
`;
