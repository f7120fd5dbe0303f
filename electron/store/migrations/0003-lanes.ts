/** Hotfix lanes: every version of each, what was typed for its conflicts, and how conflicts were settled before. */
export const lanes = `
CREATE TABLE lane_versions (
  rowid INTEGER PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id), lane TEXT NOT NULL, version INTEGER NOT NULL,
  undo_to INTEGER, operation TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL,
  UNIQUE (project, lane, version)
) STRICT;
CREATE INDEX lane_versions_first ON lane_versions (project, rowid) WHERE version = 1;
CREATE TRIGGER lane_versions_are_never_edited BEFORE UPDATE ON lane_versions BEGIN SELECT RAISE(ABORT, 'lanes are append-only'); END;
CREATE TRIGGER lane_versions_are_never_deleted BEFORE DELETE ON lane_versions BEGIN SELECT RAISE(ABORT, 'lanes are append-only'); END;

CREATE INDEX releases_by_commit ON releases (project, commit_sha);

CREATE TABLE lane_drafts (
  project TEXT NOT NULL, lane TEXT NOT NULL, pick TEXT NOT NULL, path TEXT NOT NULL, content TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (project, lane, pick, path)
) STRICT;

-- The newest way in which a conflict was settled, by the hash of its regions.
CREATE TABLE resolutions (
  project TEXT NOT NULL, conflict TEXT NOT NULL, content TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (project, conflict)
) STRICT;
`;
