/** The history of one data directory. */
import { mkdirSync, existsSync, chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { problemFrom } from '../../shared/problem.ts';
import { explained, openDatabase, transact, type Connection } from './driver.ts';
import { eventQueries } from './events.ts';
import { migrate, versionOf } from './migrate.ts';
import { operationQueries } from './queries/operations.ts';
import { portQueries } from './queries/ports.ts';
import { projectQueries } from './queries/projects.ts';
import { releaseQueries } from './queries/releases.ts';
import { revisionQueries } from './queries/revisions.ts';

export interface Store {
  readonly projects: ReturnType<typeof projectQueries>;
  readonly releases: ReturnType<typeof releaseQueries>;
  readonly revisions: ReturnType<typeof revisionQueries>;
  readonly operations: ReturnType<typeof operationQueries>;
  readonly ports: ReturnType<typeof portQueries>;
  readonly events: ReturnType<typeof eventQueries>;
  /** Why nothing can be written, or null. */
  readonly readOnlyBecause: string | null;
  /** All or nothing; nested calls join the outer transaction. */
  transact<T>(work: () => T): T;
  /** What `PRAGMA quick_check` finds; empty when it finds nothing. */
  integrity(): string[];
  close(): void;
}

/** Opens the history, making or migrating it. A damaged one opens read-only with its reason; a newer one is refused. */
export function openStore(dataDirectory: string): Store {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const file = join(dataDirectory, 'history.db');
  let connection: Connection | null = null;
  try {
    connection = openDatabase(file);
    const database = connection;
    migrate(database, () =>
      database.exec(`VACUUM INTO '${backupName(file, versionOf(database)).replaceAll("'", "''")}'`),
    );
    const damage = statSync(file).size <= checkedAtStartBytes ? damageOf(connection) : [];
    if (damage.length === 0) {
      chmodSync(file, 0o600);
      return storeOn(connection, null);
    }
    connection.close();
    return storeOn(openDatabase(file, { readOnly: true }), `The history is damaged: ${damage[0] ?? 'unknown'}`);
  } catch (error) {
    const problem = problemFrom(error);
    connection?.close();
    if (problem.code !== 'failed.history-damaged' && problem.code !== 'failed.disk-full') throw error;
    return storeOn(openDatabase(file, { readOnly: true }), problem.message);
  }
}

function backupName(file: string, version: number): string {
  for (let attempt = 0; ; attempt += 1) {
    const name = `${file}.before-schema-${String(version + 1)}${attempt === 0 ? '' : `-${String(attempt)}`}`;
    if (!existsSync(name)) return name;
  }
}

/** Above this a whole check takes seconds and would hold up the start: `audit --verify` does it then. */
const checkedAtStartBytes = 32 * 1024 * 1024;

function damageOf(connection: Connection): string[] {
  const found = connection.pragma('quick_check(1)') as { quick_check: string }[];
  return found.map((row) => row.quick_check).filter((text) => text !== 'ok');
}

function storeOn(connection: Connection, readOnlyBecause: string | null): Store {
  return {
    projects: explained(projectQueries(connection)),
    releases: explained(releaseQueries(connection)),
    revisions: explained(revisionQueries(connection)),
    operations: explained(operationQueries(connection)),
    ports: explained(portQueries(connection)),
    events: explained(eventQueries(connection)),
    readOnlyBecause,
    transact: (work) => transact(connection, work),
    integrity: () => damageOf(connection),
    close: () => {
      connection.close();
    },
  };
}
