/** Releases and the verdicts of people on them. */
import type { z } from 'zod';
import type { Release, rejectionSchema } from '../../../shared/domain/release.ts';
import type { Connection } from '../driver.ts';

interface Row { rowid: number; data: string; rejected: string | null }
type Rejection = z.infer<typeof rejectionSchema>;
const toRelease = (row: Row): Release => ({ ...(JSON.parse(row.data) as Release), rejected: row.rejected === null ? null : (JSON.parse(row.rejected) as Rejection) });

export function releaseQueries(connection: Connection) {
  const insert = connection.prepare('INSERT INTO releases (project, id, commit_sha, inputs, created_at, data) VALUES (@project, @id, @commit, @inputs, @createdAt, @data)');
  const byId = connection.prepare<[string, string], Row>('SELECT rowid, data, rejected FROM releases WHERE project = ? AND id = ?');
  const byInputs = connection.prepare<[string, string], Row>('SELECT rowid, data, rejected FROM releases WHERE project = ? AND inputs = ?');
  const page = connection.prepare<[string, number, number], Row>('SELECT rowid, data, rejected FROM releases WHERE project = ? AND created_at < ? ORDER BY rowid DESC LIMIT ?');
  const search = connection.prepare<{ project: string; before: number; like: string; limit: number }, Row>(
    `SELECT rowid, data, rejected FROM releases WHERE project = @project AND created_at < @before
     AND (id LIKE @like ESCAPE '\\' OR commit_sha LIKE @like ESCAPE '\\' OR json_extract(data, '$.tag') LIKE @like ESCAPE '\\'
       OR json_extract(data, '$.subject') LIKE '%' || @like ESCAPE '\\' OR json_extract(data, '$.ref') LIKE @like ESCAPE '\\')
     ORDER BY rowid DESC LIMIT @limit`);
  const reject = connection.prepare('UPDATE releases SET rejected = ? WHERE project = ? AND id = ?');
  const approve = connection.prepare('INSERT INTO approvals (project, release, environment, by, at, why) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, why = excluded.why');
  const approvals = connection.prepare<[string, string, string], { by: string; at: number; why: string | null }>('SELECT by, at, why FROM approvals WHERE project = ? AND release = ? AND environment = ?');
  return {
    insert: (release: Release): void => { insert.run({ project: release.project, id: release.id, commit: release.commit, inputs: release.inputs, createdAt: release.createdAt, data: JSON.stringify({ ...release, rejected: null }) }); },
    get: (project: string, id: string): Release | null => { const row = byId.get(project, id); return row ? toRelease(row) : null; },
    byInputs: (project: string, inputs: string): Release | null => { const row = byInputs.get(project, inputs); return row ? toRelease(row) : null; },
    /** Newest first, those made before `before` (epoch ms). `text` matches the start of id, commit, tag or ref, or any part of the subject. */
    list(project: string, options: { before?: number | undefined; limit: number; text?: string | undefined }): Release[] {
      const before = options.before ?? Number.MAX_SAFE_INTEGER;
      if (!options.text) return page.all(project, before, options.limit).map(toRelease);
      const like = `${options.text.replace(/[\\%_]/g, '\\$&')}%`;
      return search.all({ project, before, like, limit: options.limit }).map(toRelease);
    },
    reject: (project: string, id: string, rejection: Rejection): void => { reject.run(JSON.stringify(rejection), project, id); },
    approve: (project: string, release: string, environment: string, by: string, at: number, why: string | null): void => { approve.run(project, release, environment, by, at, why); },
    approvals: (project: string, release: string, environment: string) => approvals.all(project, release, environment),
  };
}
