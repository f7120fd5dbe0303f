/** The history of one data directory. */
import { mkdirSync, existsSync, chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, problemFrom } from '../../shared/problem.ts';
import { explained, openDatabase, storeProblem, transact, type Connection } from './driver.ts';
import { eventQueries } from './events.ts';
import { migrate, versionOf } from './migrate.ts';
import { changeQueries } from './queries/changes.ts';
import { holdQueries } from './queries/holds.ts';
import { laneQueries } from './queries/lanes.ts';
import { operationQueries } from './queries/operations.ts';
import { portQueries } from './queries/ports.ts';
import { projectQueries } from './queries/projects.ts';
import { releaseQueries } from './queries/releases.ts';
import { revisionQueries } from './queries/revisions.ts';
import { runQueries } from './queries/runs.ts';
import { scaleQueries } from './queries/scales.ts';
import { testEnvironmentQueries } from './queries/test-environments.ts';
import { testQueries } from './queries/tests.ts';
import { trafficQueries } from './queries/traffic.ts';
import { verificationQueries } from './queries/verifications.ts';
import { watchQueries } from './queries/watching.ts';

export interface Store {
  readonly projects: ReturnType<typeof projectQueries>;
  readonly releases: ReturnType<typeof releaseQueries>;
  readonly revisions: ReturnType<typeof revisionQueries>;
  readonly operations: ReturnType<typeof operationQueries>;
  readonly changes: ReturnType<typeof changeQueries>;
  readonly lanes: ReturnType<typeof laneQueries>;
  readonly runs: ReturnType<typeof runQueries>;
  readonly scales: ReturnType<typeof scaleQueries>;
  readonly holds: ReturnType<typeof holdQueries>;
  readonly testEnvironments: ReturnType<typeof testEnvironmentQueries>;
  readonly traffic: ReturnType<typeof trafficQueries>;
  readonly verifications: ReturnType<typeof verificationQueries>;
  readonly tests: ReturnType<typeof testQueries>;
  readonly ports: ReturnType<typeof portQueries>;
  readonly watching: ReturnType<typeof watchQueries>;
  readonly events: ReturnType<typeof eventQueries>;
  /** Why nothing can be written, or null. */
  readonly readOnlyBecause: string | null;
  /** All or nothing; nested calls join the outer transaction. */
  transact<T>(work: () => T): T;
  /** What `PRAGMA quick_check` finds; empty when it finds nothing. */
  integrity(): string[];
  close(): void;
}

/**
 * Opens the history, making or migrating it. A damaged one opens read-only with its reason, as far as it can be read. A
 * full disk lets it be read too, and written as soon as there is room.
 *
 * @throws ProblemError `usage.newer-history`, `failed.history-damaged` when nothing of it can be read, `failed.disk-full`
 *   when there is no history yet and no room for one
 */
export function openStore(dataDirectory: string): Store {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const file = join(dataDirectory, 'history.db');
  try {
    return openWritable(file, false);
  } catch (error) {
    const { code, message } = problemFrom(error);
    if (code === 'failed.disk-full') return openWritable(file, true);
    if (code === 'failed.history-damaged') return openDamaged(file, message, error);
    throw error;
  }
}

function openWritable(file: string, alone: boolean): Store {
  const connection = openDatabase(file, { alone });
  try {
    migrate(connection, () =>
      connection.exec(`VACUUM INTO '${backupName(file, versionOf(connection)).replaceAll("'", "''")}'`),
    );
    const [damage] = statSync(file).size <= checkedAtStartBytes ? damageOf(connection) : [];
    if (damage !== undefined) throw fail('failed.history-damaged', `The history is damaged: ${damage}`);
    chmodSync(file, 0o600);
    return storeOn(connection, null);
  } catch (error) {
    connection.close();
    throw storeProblem(error);
  }
}

/** Throws the damage itself when it leaves nothing that could be read. */
function openDamaged(file: string, reason: string, damage: unknown): Store {
  const connection = openDatabase(file, { readOnly: true });
  try {
    return storeOn(connection, reason);
  } catch {
    connection.close();
    throw damage;
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
    changes: explained(changeQueries(connection)),
    lanes: explained(laneQueries(connection)),
    runs: explained(runQueries(connection)),
    scales: explained(scaleQueries(connection)),
    holds: explained(holdQueries(connection)),
    testEnvironments: explained(testEnvironmentQueries(connection)),
    traffic: explained(trafficQueries(connection)),
    verifications: explained(verificationQueries(connection)),
    tests: explained(testQueries(connection)),
    ports: explained(portQueries(connection)),
    watching: explained(watchQueries(connection)),
    events: explained(eventQueries(connection)),
    readOnlyBecause,
    transact: (work) => transact(connection, work),
    integrity: () => damageOf(connection),
    close: () => {
      connection.close();
    },
  };
}
