/** What was seen of branches, so that what is pushed while no engine runs is noticed; who paused that; how fetching went. */
export const watching = `
CREATE TABLE watches (
  project TEXT PRIMARY KEY REFERENCES projects(id),
  paused_by TEXT, paused_at INTEGER, paused_why TEXT,
  -- The remote whose branches the other table has; null before the first look.
  remote TEXT, looked INTEGER NOT NULL DEFAULT 0,
  fetched_at INTEGER, failures INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT;

CREATE TABLE watched_branches (
  project TEXT NOT NULL REFERENCES projects(id), branch TEXT NOT NULL,
  local TEXT, remote TEXT,
  waiting TEXT, since INTEGER, trigger TEXT,
  built TEXT, run TEXT, problem TEXT,
  PRIMARY KEY (project, branch)
) STRICT, WITHOUT ROWID;
`;
