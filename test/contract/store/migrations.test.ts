import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/store/driver.ts';
import { migrate, versionOf } from '../../../electron/store/migrate.ts';
import { migrations } from '../../../electron/store/migrations/index.ts';
import { openStore } from '../../../electron/store/store.ts';
import { appendEvents, fileIn, folder, problemOfThrowing, raw, seeded, storeIn } from './setting.ts';

const killed = fileURLToPath(new URL('killed-migration.ts', import.meta.url));
/** The statements of a migration: each ends a line. */
const statementsOf = (migration: string): string[] =>
  migration
    .split(/;\n/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => `${one};`);

const next = `
  CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT;
  ALTER TABLE projects ADD COLUMN color TEXT;
  UPDATE projects SET color = 'red';
  INSERT INTO notes (text) SELECT name FROM projects;
  CREATE INDEX notes_by_text ON notes (text);
  DROP INDEX revisions_by_start;
`;

function contentOf(file: string): unknown {
  const connection = new Database(file, { readonly: true });
  const content = {
    version: versionOf(connection),
    schema: connection.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all(),
    projects: connection.prepare('SELECT * FROM projects').all(),
  };
  connection.close();
  return content;
}

/** A migration that ends at a statement, by an error or a kill. */
const brokenBefore = (migration: string, index: number, by: string): string => {
  const statements = statementsOf(migration);
  return [...statements.slice(0, index), by, ...statements.slice(index)].join('\n');
};

describe('migrations', () => {
  it('bring a new history to the newest schema, once', () => {
    const data = folder();
    storeIn(data);
    const connection = raw(data);
    expect(versionOf(connection)).toBe(migrations.length);
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    migrate(connection, () => expect.unreachable('nothing is about to change'));
  });

  it.each(statementsOf(next).map((_, index) => index))(
    'leave the old history whole when statement %i fails',
    (index) => {
      const data = folder();
      seeded(data);
      const before = contentOf(fileIn(data));
      const connection = openDatabase(fileIn(data));
      expect(() =>
        migrate(connection, () => undefined, [
          ...migrations,
          brokenBefore(next, index, 'INSERT INTO nowhere VALUES (1);'),
        ]),
      ).toThrow('nowhere');
      connection.close();
      expect(contentOf(fileIn(data))).toEqual(before);
      migrateWith(data, next);
    },
  );

  it.each(statementsOf(next).map((_, index) => index))(
    'leave the old history whole when the process is killed at statement %i',
    (index) => {
      const data = folder();
      seeded(data);
      const before = contentOf(fileIn(data));
      kill(fileIn(data), [...migrations, brokenBefore(next, index, 'SELECT die();')]);
      expect(contentOf(fileIn(data))).toEqual(before);
      migrateWith(data, next);
    },
  );

  it('leave a history that can be made when the process is killed while it is made', () => {
    const statements = statementsOf(migrations[0]!);
    for (const index of [1, 7, 15, 25, statements.length - 1]) {
      const data = folder();
      kill(fileIn(data), [brokenBefore(migrations[0]!, index, 'SELECT die();')]);
      const store = storeIn(data);
      expect(store.readOnlyBecause).toBeNull();
      expect(store.integrity()).toEqual([]);
    }
  });

  it('refuse to leave broken references behind', () => {
    const data = folder();
    const store = seeded(data);
    appendEvents(store, 1);
    const before = contentOf(fileIn(data));
    const connection = openDatabase(fileIn(data));
    connection.pragma('foreign_keys = OFF');
    const problem = problemOfThrowing(() =>
      migrate(connection, () => undefined, [
        ...migrations,
        "INSERT INTO releases (project, id, commit_sha, inputs, created_at, data) VALUES ('gone', 'r', 'c', 'i', 1, '{}');",
      ]),
    );
    connection.close();
    expect(problem).toMatchObject({ code: 'failed.migration' });
    expect(contentOf(fileIn(data))).toEqual(before);
  });

  it('copy the history before it is changed', () => {
    const data = folder();
    const store = seeded(data);
    appendEvents(store, 5);
    store.close();
    const before = contentOf(fileIn(data));
    const connection = openDatabase(fileIn(data));
    const copy = `${fileIn(data)}.copy`;
    migrate(connection, () => connection.exec(`VACUUM INTO '${copy}'`), [...migrations, next]);
    connection.close();
    expect(contentOf(copy)).toEqual(before);
    expect(contentOf(fileIn(data))).toMatchObject({ version: migrations.length + 1, projects: [{ color: 'red' }] });
  });

  it('are not run on a history of a newer Slipway, which stays as it is', () => {
    const data = folder();
    seeded(data).close();
    const connection = raw(data);
    connection.pragma(`user_version = ${String(migrations.length + 1)}`);
    connection.close();
    const files = readdirSync(data);
    const problem = problemOfThrowing(() => openStore(data));
    expect(problem).toMatchObject({
      code: 'usage.newer-history',
      hint: 'Start the newer version. Nothing was changed.',
    });
    expect(contentOf(fileIn(data))).toMatchObject({ version: migrations.length + 1 });
    expect(readdirSync(data).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(
      files.filter((name) => !/-(wal|shm)$/.test(name)),
    );
  });
});

function migrateWith(data: string, migration: string): void {
  const connection = openDatabase(fileIn(data));
  migrate(connection, () => undefined, [...migrations, migration]);
  expect(versionOf(connection)).toBe(migrations.length + 1);
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
  connection.close();
}

function kill(file: string, all: readonly string[]): void {
  const { signal, stderr } = spawnSync(process.execPath, [killed, file], {
    input: JSON.stringify(all),
    encoding: 'utf8',
  });
  expect(signal, stderr).toBe('SIGKILL');
  expect(existsSync(file)).toBe(true);
}
