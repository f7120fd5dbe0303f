/** The only user of better-sqlite3 for the history: opens the file with the settings that its promises need. */
import Database from 'better-sqlite3';
import { fail } from '../../shared/problem.ts';

export type Connection = Database.Database;

/**
 * Opens a database file. WAL with FULL synchronisation: an acknowledged event survives a power cut (better-sqlite3 is
 * built with NORMAL in WAL). `readOnly` opens a damaged history without touching it. `alone` keeps the index of the WAL
 * in memory instead of in a file, for a disk that has no room for one; nobody else can read meanwhile.
 */
export function openDatabase(file: string, options: { readOnly?: boolean; alone?: boolean } = {}): Connection {
  let connection: Connection | undefined;
  try {
    connection = new Database(file, { readonly: options.readOnly ?? false, timeout: 5000 });
    if (options.alone) connection.pragma('locking_mode = EXCLUSIVE');
    if (!options.readOnly) {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
    }
    connection.pragma('foreign_keys = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    return connection;
  } catch (error) {
    connection?.close();
    throw storeProblem(error);
  }
}

/** Runs `work` in one IMMEDIATE transaction: a deferred one that reads first can fail to write in spite of the time-out. */
export function transact<T>(connection: Connection, work: () => T): T {
  try {
    return connection.inTransaction ? work() : connection.transaction(work).immediate();
  } catch (error) {
    throw storeProblem(error);
  }
}

/** The same functions, with what SQLite says turned into problems: a page may be found damaged by any read. */
export function explained<T extends Readonly<Record<string, unknown>>>(queries: T): T {
  const entries = Object.entries(queries).map(([name, query]) => [
    name,
    typeof query === 'function' ? explaining(query as Query) : query,
  ]);
  return Object.fromEntries(entries) as T;
}

type Query = (...parameters: unknown[]) => unknown;
const explaining =
  (query: Query): Query =>
  (...parameters) => {
    try {
      const answer = query(...parameters);
      return answer instanceof Promise
        ? answer.catch((error: unknown) => {
            throw storeProblem(error);
          })
        : answer;
    } catch (error) {
      throw storeProblem(error);
    }
  };

/** What SQLite says when a write, or the file for the index of the WAL, finds no room. */
const noRoom = new Set(['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMMAP', 'SQLITE_IOERR_FSYNC']);

/** What SQLite says, as a problem; anything else is passed on as it is. */
export function storeProblem(error: unknown): unknown {
  // Rows hold JSON that was written whole: what cannot be read as such was damaged since.
  if (error instanceof SyntaxError) return damaged(error);
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  if (code.startsWith('SQLITE_FULL') || noRoom.has(code)) {
    return fail('failed.disk-full', 'The disk of the data directory is full: the history cannot be written.', {
      hint: 'Free some space. What is running stays as it is, and goes on afterwards.',
      retry: true,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return fail('conflict.history-locked', 'Another program holds the history’s database.', {
      hint: 'Close what has it open, then try again.',
      retry: true,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return fail('refused.read-only', 'The history is open for reading only.', {
      hint: 'Put back a copy of the data directory to write again.',
      cause: error,
    });
  }
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' ? damaged(error) : error;
}

const damaged = (cause: Error): unknown =>
  fail('failed.history-damaged', `The history’s database is damaged: ${cause.message}.`, {
    hint: 'It can still be read as far as it goes. Put back a copy of the data directory to write again.',
    cause,
  });
