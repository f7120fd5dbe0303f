/** What is known of commits, which never changes, and what people said about changes, which is never edited. */
export const changes = `
-- By the name of a commit, whichever project has it. A later reading replaces what an earlier Slipway read of it.
CREATE TABLE commit_facts (
  sha TEXT PRIMARY KEY, reading INTEGER NOT NULL, facts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The patch of a commit; empty when it has none.
CREATE TABLE commit_patches (sha TEXT PRIMARY KEY, patch TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (
  rowid INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), correction TEXT NOT NULL,
  by TEXT NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX corrections_by_project ON corrections (project, rowid);
CREATE TRIGGER corrections_are_never_edited BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER corrections_are_never_deleted BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
`;
