/** Environments to which nothing automatic comes now. That they were held, and by whom, stays in the events. */
import type { Hold } from '../../../shared/domain/rollout.ts';
import type { Connection } from '../driver.ts';

export function holdQueries(connection: Connection) {
  const get = connection.prepare<[string, string], Hold>(
    'SELECT by, at, why FROM holds WHERE project = ? AND environment = ?',
  );
  const set = connection.prepare(
    `INSERT INTO holds (project, environment, by, at, why) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET by = excluded.by, at = excluded.at, why = excluded.why`,
  );
  const lift = connection.prepare('DELETE FROM holds WHERE project = ? AND environment = ?');
  return {
    get: (project: string, environment: string): Hold | null => get.get(project, environment) ?? null,
    /** A newer hold takes the place of an older one. */
    set: (project: string, environment: string, { by, at, why }: Hold): void => {
      set.run(project, environment, by, at, why);
    },
    /** Answers whether there was one. */
    lift: (project: string, environment: string): boolean => lift.run(project, environment).changes > 0,
  };
}
