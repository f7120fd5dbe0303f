/** Projects that were opened. */
import type { Project } from '../../../shared/domain/project.ts';
import type { Connection } from '../driver.ts';

interface Row {
  id: string;
  name: string;
  path: string;
  opened_at: number;
}
const toProject = (row: Row): Project => ({ id: row.id, name: row.name, path: row.path, openedAt: row.opened_at });

export function projectQueries(connection: Connection) {
  const list = connection.prepare<[], Row>(
    'SELECT * FROM projects WHERE forgotten = 0 ORDER BY opened_at DESC LIMIT 100',
  );
  const every = connection.prepare<[], Row>('SELECT * FROM projects');
  const byId = connection.prepare<[string], Row>('SELECT * FROM projects WHERE id = ?');
  const byPath = connection.prepare<[string], Row>('SELECT * FROM projects WHERE path = ?');
  const listed = connection.prepare<[string], { id: string }>('SELECT id FROM projects WHERE id = ? AND forgotten = 0');
  const insert = connection.prepare(
    'INSERT INTO projects (id, name, path, opened_at) VALUES (@id, @name, @path, @openedAt)',
  );
  const touch = connection.prepare('UPDATE projects SET opened_at = ?, name = ?, forgotten = 0 WHERE id = ?');
  const forget = connection.prepare('UPDATE projects SET forgotten = 1 WHERE id = ?');
  return {
    list: (): Project[] => list.all().map(toProject),
    /** Also those taken from the list: their operations are still recovered. */
    every: (): Project[] => every.all().map(toProject),
    get: (id: string): Project | null => {
      const row = byId.get(id);
      return row ? toProject(row) : null;
    },
    /** Whether it is there and nobody took it from the list. */
    isListed: (id: string): boolean => listed.get(id) !== undefined,
    byPath: (path: string): Project | null => {
      const row = byPath.get(path);
      return row ? toProject(row) : null;
    },
    insert: (project: Project): void => {
      insert.run(project);
    },
    touch: (id: string, name: string, at: number): void => {
      touch.run(at, name, id);
    },
    forget: (id: string): void => {
      forget.run(id);
    },
  };
}
