/** Hotfix lanes: their versions are only ever added to; drafts and remembered resolutions are replaced. */
import type { Lane } from '../../../shared/domain/hotfix.ts';
import type { Connection } from '../driver.ts';

/** A version of a lane, and the version whose picks “undo” brings back; null when there is nothing to undo. */
export interface LaneVersion {
  readonly lane: Lane;
  readonly undoTo: number | null;
  /** The operation that made it. */
  readonly operation: string;
}

export interface Resolution {
  readonly content: string;
  readonly by: string;
  readonly at: number;
}

interface Row {
  data: string;
  undo_to: number | null;
  operation: string;
}

const toVersion = (row: Row): LaneVersion => ({
  lane: JSON.parse(row.data) as Lane,
  undoTo: row.undo_to,
  operation: row.operation,
});

export function laneQueries(connection: Connection) {
  const insert = connection.prepare(
    'INSERT INTO lane_versions (project, lane, version, undo_to, operation, at, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const version = connection.prepare<[string, string, number], Row>(
    'SELECT data, undo_to, operation FROM lane_versions WHERE project = ? AND lane = ? AND version = ?',
  );
  const newest = connection.prepare<[string, string], Row>(
    'SELECT data, undo_to, operation FROM lane_versions WHERE project = ? AND lane = ? ORDER BY version DESC LIMIT 1',
  );
  const ids = connection.prepare<[string], { lane: string }>(
    'SELECT lane FROM lane_versions WHERE project = ? AND version = 1 ORDER BY rowid DESC',
  );
  const draft = connection.prepare<[string, string, string, string], { content: string }>(
    'SELECT content FROM lane_drafts WHERE project = ? AND lane = ? AND pick = ? AND path = ?',
  );
  const keepDraft = connection.prepare(
    'INSERT INTO lane_drafts (project, lane, pick, path, content, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content, at = excluded.at',
  );
  const dropDraft = connection.prepare(
    'DELETE FROM lane_drafts WHERE project = ? AND lane = ? AND pick = ? AND path = ?',
  );
  const dropDrafts = connection.prepare('DELETE FROM lane_drafts WHERE project = ? AND lane = ? AND pick = ?');
  const resolution = connection.prepare<[string, string], Resolution>(
    'SELECT content, by, at FROM resolutions WHERE project = ? AND conflict = ?',
  );
  const remember = connection.prepare(
    'INSERT INTO resolutions (project, conflict, content, by, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content, by = excluded.by, at = excluded.at',
  );
  const current = (project: string, lane: string): LaneVersion | null => {
    const row = newest.get(project, lane);
    return row ? toVersion(row) : null;
  };
  return {
    /** Adds the next version; the database refuses one that exists. */
    insert: (lane: Lane, undoTo: number | null, operation: string, at: number): void => {
      insert.run(lane.project, lane.id, lane.version, undoTo, operation, at, JSON.stringify(lane));
    },
    /** The newest version of a lane; null when there is no such lane. */
    current,
    version: (project: string, lane: string, number: number): LaneVersion | null => {
      const row = version.get(project, lane, number);
      return row ? toVersion(row) : null;
    },
    /** The newest version of every lane, the lane that was started last first. */
    list: (project: string): Lane[] =>
      ids.all(project).flatMap(({ lane }) => {
        const found = current(project, lane);
        return found ? [found.lane] : [];
      }),
    /** What was typed for a conflicted file and not used yet. */
    draft: (project: string, lane: string, pick: string, path: string): string | null =>
      draft.get(project, lane, pick, path)?.content ?? null,
    keepDraft: (project: string, lane: string, pick: string, path: string, content: string, at: number): void => {
      keepDraft.run(project, lane, pick, path, content, at);
    },
    dropDraft: (project: string, lane: string, pick: string, path: string): void => {
      dropDraft.run(project, lane, pick, path);
    },
    dropDrafts: (project: string, lane: string, pick: string): void => {
      dropDrafts.run(project, lane, pick);
    },
    /** How a conflict with this hash was settled last. */
    resolution: (project: string, conflict: string): Resolution | null => resolution.get(project, conflict) ?? null,
    remember: (project: string, conflict: string, { content, by, at }: Resolution): void => {
      remember.run(project, conflict, content, by, at);
    },
  };
}
