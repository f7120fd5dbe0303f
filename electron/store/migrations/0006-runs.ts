/** Runs of the pipeline beside their operations: what came of each stage, and where their releases are to go. */
export const runs = `
CREATE TABLE runs (
  rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE REFERENCES operations(id), project TEXT NOT NULL REFERENCES projects(id),
  ref TEXT NOT NULL, commit_sha TEXT NOT NULL, release TEXT, words TEXT NOT NULL, started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_by_project ON runs (project, rowid);
CREATE INDEX runs_by_ref ON runs (project, ref, rowid);
CREATE INDEX runs_by_commit ON runs (project, commit_sha, rowid);
CREATE INDEX runs_by_release ON runs (project, release, rowid) WHERE release IS NOT NULL;
CREATE INDEX runs_by_time ON runs (started_at);

-- taken_from: the run whose outcome this is, for a stage that was not run again.
CREATE TABLE run_stages (
  run TEXT NOT NULL REFERENCES runs(id), name TEXT NOT NULL, status TEXT NOT NULL, started_at INTEGER, ended_at INTEGER, code INTEGER,
  problem TEXT, taken_from TEXT, PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

-- state: waiting until the run has passed and nothing is in the way; begun; over, when nothing will come of it.
CREATE TABLE run_deployments (
  run TEXT NOT NULL REFERENCES runs(id), project TEXT NOT NULL, environment TEXT NOT NULL, state TEXT NOT NULL, operation TEXT, problem TEXT,
  PRIMARY KEY (run, environment)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_deployments_waiting ON run_deployments (project) WHERE state = 'waiting';
`;
