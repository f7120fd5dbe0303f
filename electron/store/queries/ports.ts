/** Host ports that Slipway chose for services that name none: kept, so that an environment's address stays. */
import type { Connection } from '../driver.ts';

export interface KeptPort {
  readonly service: string;
  readonly container: number;
  readonly protocol: string;
  readonly host: number;
}

export function portQueries(connection: Connection) {
  const list = connection.prepare<[string, string], KeptPort>(
    'SELECT service, container, protocol, host FROM ports WHERE project = ? AND environment = ?',
  );
  const keep = connection.prepare(
    'INSERT INTO ports (project, environment, service, container, protocol, host) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET host = excluded.host',
  );
  const taken = connection.prepare<[], { host: number }>('SELECT host FROM ports');
  const drop = connection.prepare('DELETE FROM ports WHERE project = ? AND environment = ?');
  return {
    list: (project: string, environment: string): KeptPort[] => list.all(project, environment),
    keep: (project: string, environment: string, port: KeptPort): void => {
      keep.run(project, environment, port.service, port.container, port.protocol, port.host);
    },
    /** Lets go of all ports of an environment that is no more. */
    drop: (project: string, environment: string): void => {
      drop.run(project, environment);
    },
    taken: (): ReadonlySet<number> => new Set(taken.all().map((row) => row.host)),
  };
}
