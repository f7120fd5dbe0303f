/** What the load balancers saw of each revision, and what the checks of environments found. */
export const traffic = `
-- What was seen in a span of time that begins at \`at\`, in spans of three lengths; \`latency\` counts answers by how long they took.
CREATE TABLE traffic_spans (
  project TEXT NOT NULL, environment TEXT NOT NULL, span_ms INTEGER NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
  requests INTEGER NOT NULL, errors INTEGER NOT NULL, latency TEXT,
  PRIMARY KEY (project, environment, span_ms, at, revision)
) STRICT, WITHOUT ROWID;
-- The counters as last read, so that what is counted while nobody looks is not lost, nor counted twice.
CREATE TABLE traffic_counters (
  project TEXT NOT NULL, environment TEXT NOT NULL, at INTEGER NOT NULL, counters TEXT NOT NULL,
  PRIMARY KEY (project, environment)
) STRICT, WITHOUT ROWID;

CREATE TABLE verifications (
  rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project TEXT NOT NULL REFERENCES projects(id), environment TEXT NOT NULL,
  revision INTEGER NOT NULL, operation TEXT, finished INTEGER NOT NULL, ended_at INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX verifications_by_environment ON verifications (project, environment, finished, ended_at);
CREATE INDEX verifications_by_operation ON verifications (operation) WHERE operation IS NOT NULL;
`;
