/**
 * One engine for a data directory, by a lock that the kernel takes back when its holder dies, however it dies. Clocks
 * and process ids are never asked: both can lie.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail } from '../../shared/problem.ts';

export interface Lock {
  release(): void;
}

/** Databases whose lock is held. A handle that nobody refers to is closed by the garbage collector, its lock with it. */
const held = new Set<Database.Database>();

/**
 * Takes the lock of a data directory, which is made if it is missing. Waits up to `waitMs` (blocking) for an engine
 * that is just ending.
 *
 * The lock is an exclusive transaction on a SQLite file of its own, held for the life of the process. Nothing else in
 * this process may open `engine.lock`: closing any descriptor of the file would drop a POSIX lock.
 *
 * @returns null when another engine has it
 * @throws ProblemError `failed.data-directory` when the directory cannot be used
 */
export function acquireLock(dataDirectory: string, waitMs = 1000): Lock | null {
  let database: Database.Database | undefined;
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    database = new Database(join(dataDirectory, 'engine.lock'), { timeout: waitMs });
    // Nothing is ever written: no journal beside it.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw fail('failed.data-directory', `The data directory ${dataDirectory} cannot be used: ${reason}.`, {
      hint: 'Make sure that it can be written to, or name another one by --data or SLIPWAY_DATA.',
      cause: error,
    });
  }
  const lock = database;
  held.add(lock);
  return {
    release: () => {
      held.delete(lock);
      lock.close();
    },
  };
}
