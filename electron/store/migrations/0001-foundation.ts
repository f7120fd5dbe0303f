/** Projects, releases, revisions, operations with their journal and lease, and the hash-chained events. */
import { tokenizer } from '../search.ts';

export const foundation = `
CREATE TABLE projects (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL UNIQUE, opened_at INTEGER NOT NULL, forgotten INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE releases (
  rowid INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), id TEXT NOT NULL, commit_sha TEXT NOT NULL,
  inputs TEXT NOT NULL, created_at INTEGER NOT NULL, data TEXT NOT NULL, rejected TEXT,
  UNIQUE (project, id), UNIQUE (project, inputs)
) STRICT;
CREATE INDEX releases_by_project ON releases (project, rowid);
CREATE INDEX releases_by_time ON releases (created_at);
CREATE VIRTUAL TABLE release_search USING fts5 (words, content='', ${tokenizer});

-- Applications as resolved for an environment, by hash: many revisions share one.
CREATE TABLE configurations (hash TEXT PRIMARY KEY, application TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
  rowid INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), environment TEXT NOT NULL, number INTEGER NOT NULL,
  release TEXT NOT NULL, commit_sha TEXT NOT NULL, cause TEXT NOT NULL, restores INTEGER, status TEXT NOT NULL, healthy INTEGER NOT NULL DEFAULT 0,
  operation TEXT NOT NULL, by TEXT NOT NULL, why TEXT, started_at INTEGER NOT NULL, running_at INTEGER, ended_at INTEGER,
  configuration TEXT NOT NULL REFERENCES configurations(hash), digests TEXT NOT NULL, url TEXT,
  UNIQUE (project, environment, number)
) STRICT;
CREATE INDEX revisions_by_project ON revisions (project, rowid, started_at);
CREATE INDEX revisions_by_environment ON revisions (project, environment, rowid, started_at);
CREATE INDEX revisions_by_release ON revisions (project, release, rowid);
CREATE INDEX revisions_by_start ON revisions (project, started_at);
CREATE INDEX revisions_by_running ON revisions (project, environment, running_at) WHERE running_at IS NOT NULL;
CREATE INDEX revisions_healthy ON revisions (project, environment, rowid) WHERE healthy = 1;
-- One revision of an environment runs; the database itself refuses a second.
CREATE UNIQUE INDEX one_running_revision ON revisions (project, environment) WHERE status = 'running';
CREATE VIRTUAL TABLE revision_search USING fts5 (words, content='', ${tokenizer});

CREATE TABLE operations (
  rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project TEXT NOT NULL REFERENCES projects(id), kind TEXT NOT NULL, scope TEXT NOT NULL,
  environment TEXT, title TEXT NOT NULL, release TEXT, revision INTEGER, plan TEXT NOT NULL, status TEXT NOT NULL, problem TEXT,
  by TEXT NOT NULL, why TEXT, idempotency_key TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
  UNIQUE (project, idempotency_key)
) STRICT;
CREATE INDEX operations_by_project ON operations (project, rowid);
CREATE INDEX operations_by_time ON operations (started_at);
CREATE INDEX operations_done ON operations (project, environment, kind, rowid) WHERE status = 'done';
-- Two operations never change one environment at once.
CREATE UNIQUE INDEX one_open_operation ON operations (project, scope) WHERE status IN ('running', 'waiting', 'needs-attention');

CREATE TABLE journal (
  operation TEXT NOT NULL REFERENCES operations(id), seq INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (operation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
  project TEXT NOT NULL, scope TEXT NOT NULL, fence INTEGER NOT NULL, operation TEXT, owner TEXT, PRIMARY KEY (project, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE ports (
  project TEXT NOT NULL, environment TEXT NOT NULL, service TEXT NOT NULL, container INTEGER NOT NULL, protocol TEXT NOT NULL, host INTEGER NOT NULL,
  PRIMARY KEY (project, environment, service, container, protocol)
) STRICT, WITHOUT ROWID;

CREATE TABLE approvals (
  project TEXT NOT NULL, release TEXT NOT NULL, environment TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, why TEXT,
  PRIMARY KEY (project, release, environment, by)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, type TEXT NOT NULL, project TEXT, environment TEXT, operation TEXT,
  by TEXT NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_project ON events (project);

CREATE TRIGGER events_are_never_edited BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- Of a revision only its outcome is ever filled in, of a release only that it was rejected.
CREATE TRIGGER revisions_are_never_edited BEFORE UPDATE OF rowid, project, environment, number, release, commit_sha, cause, restores, operation, by, why, started_at, configuration, digests
  ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER revisions_are_never_deleted BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER releases_are_never_edited BEFORE UPDATE OF rowid, project, id, commit_sha, inputs, created_at, data
  ON releases BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END;
CREATE TRIGGER releases_are_never_deleted BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END;
CREATE TRIGGER configurations_are_never_edited BEFORE UPDATE ON configurations BEGIN SELECT RAISE(ABORT, 'configurations are append-only'); END;
CREATE TRIGGER configurations_are_never_deleted BEFORE DELETE ON configurations BEGIN SELECT RAISE(ABORT, 'configurations are append-only'); END;
`;
