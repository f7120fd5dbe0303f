/** How many containers people chose for a service while it ran: later deployments keep to it. */
import type { Scale } from '../../../shared/planning/scale.ts';
import type { Connection } from '../driver.ts';

export function scaleQueries(connection: Connection) {
  const list = connection.prepare<[string, string], Scale>(
    'SELECT service, replicas, declared FROM scales WHERE project = ? AND environment = ? ORDER BY service',
  );
  const set = connection.prepare(
    `INSERT INTO scales (project, environment, service, replicas, declared) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET replicas = excluded.replicas, declared = excluded.declared`,
  );
  const drop = connection.prepare('DELETE FROM scales WHERE project = ? AND environment = ? AND service = ?');
  return {
    list: (project: string, environment: string): Scale[] => list.all(project, environment),
    set: (project: string, environment: string, { service, replicas, declared }: Scale): void => {
      set.run(project, environment, service, replicas, declared);
    },
    drop: (project: string, environment: string, service: string): void => {
      drop.run(project, environment, service);
    },
  };
}
