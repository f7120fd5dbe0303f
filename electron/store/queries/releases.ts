/** Releases and the verdicts of people on them. */
import type { z } from 'zod';
import type { Release, rejectionSchema } from '../../../shared/domain/release.ts';
import type { Connection } from '../driver.ts';
import { indexed, matchOf, placeOf } from '../search.ts';
import { boundaryIn } from './paging.ts';

interface Row {
  rowid: number;
  data: string;
  rejected: string | null;
}
type Rejection = z.infer<typeof rejectionSchema>;
const toRelease = (row: Row): Release => ({
  ...(JSON.parse(row.data) as Release),
  rejected: row.rejected === null ? null : (JSON.parse(row.rejected) as Rejection),
});

export function releaseQueries(connection: Connection) {
  const insert = connection.prepare(
    'INSERT INTO releases (project, id, commit_sha, inputs, created_at, data) VALUES (@project, @id, @commit, @inputs, @createdAt, @data)',
  );
  const byId = connection.prepare<[string, string], Row>(
    'SELECT rowid, data, rejected FROM releases WHERE project = ? AND id = ?',
  );
  const byInputs = connection.prepare<[string, string], Row>(
    'SELECT rowid, data, rejected FROM releases WHERE project = ? AND inputs = ?',
  );
  const page = connection.prepare<[string, number, number], Row>(
    'SELECT rowid, data, rejected FROM releases WHERE project = ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
  );
  const ofCommit = connection.prepare<[string, string], Row>(
    'SELECT rowid, data, rejected FROM releases WHERE project = ? AND commit_sha = ? ORDER BY rowid DESC LIMIT 50',
  );
  const boundary = boundaryIn(connection, 'releases', 'created_at');
  const index = connection.prepare('INSERT INTO release_search (rowid, words) VALUES (?, ?)');
  const search = connection.prepare<
    [string, number, string, number],
    Row
  >(`SELECT releases.rowid, data, rejected FROM release_search CROSS JOIN releases ON releases.rowid = release_search.rowid
    WHERE release_search MATCH ? AND release_search.rowid < ? AND project = ? ORDER BY release_search.rowid DESC LIMIT ?`);
  const reject = connection.prepare('UPDATE releases SET rejected = ? WHERE project = ? AND id = ?');
  const approve = connection.prepare(
    'INSERT INTO approvals (project, release, environment, by, at, why) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, why = excluded.why',
  );
  const approvals = connection.prepare<[string, string, string], { by: string; at: number; why: string | null }>(
    'SELECT by, at, why FROM approvals WHERE project = ? AND release = ? AND environment = ?',
  );
  return {
    insert(release: Release): void {
      const { project, id, commit, tag, ref, subject, author, inputs, createdAt } = release;
      const { lastInsertRowid } = insert.run({
        project,
        id,
        commit,
        inputs,
        createdAt,
        data: JSON.stringify({ ...release, rejected: null }),
      });
      index.run(lastInsertRowid, indexed([id, commit, tag ?? '', ref, subject, author].join(' '), project));
    },
    get: (project: string, id: string): Release | null => {
      const row = byId.get(project, id);
      return row ? toRelease(row) : null;
    },
    byInputs: (project: string, inputs: string): Release | null => {
      const row = byInputs.get(project, inputs);
      return row ? toRelease(row) : null;
    },
    /** The releases of a commit, newest first. */
    ofCommit: (project: string, commit: string): Release[] => ofCommit.all(project, commit).map(toRelease),
    /** Newest first, those made before `before` (epoch ms). Every word of `text` begins one of id, commit, tag, ref, subject or author. */
    list(
      project: string,
      options: { before?: number | undefined; limit: number; text?: string | undefined },
    ): Release[] {
      const before = boundary(options.before);
      const match = matchOf(options.text ?? '', placeOf(project));
      return (
        match === null ? page.all(project, before, options.limit) : search.all(match, before, project, options.limit)
      ).map(toRelease);
    },
    reject: (project: string, id: string, rejection: Rejection): void => {
      reject.run(JSON.stringify(rejection), project, id);
    },
    approve: (
      project: string,
      release: string,
      environment: string,
      by: string,
      at: number,
      why: string | null,
    ): void => {
      approve.run(project, release, environment, by, at, why);
    },
    approvals: (project: string, release: string, environment: string) => approvals.all(project, release, environment),
  };
}
