/** Brings a database to the current schema, or refuses one that a newer Slipway wrote. */
import { fail } from '../../shared/problem.ts';
import { transact, type Connection } from './driver.ts';
import { migrations } from './migrations/index.ts';

/**
 * Runs the missing migrations in one transaction, so that a crash leaves the old schema or the new one. `backUp` is
 * called first when an existing history is about to be changed.
 */
export function migrate(connection: Connection, backUp: () => void, all: readonly string[] = migrations): void {
  const version = versionOf(connection);
  if (version > all.length) {
    throw fail(
      'usage.newer-history',
      `This history was written by a newer Slipway (schema ${String(version)}, this one knows ${String(all.length)}).`,
      {
        hint: 'Start the newer version. Nothing was changed.',
      },
    );
  }
  if (version === all.length) return;
  if (version > 0) backUp();
  transact(connection, () => {
    for (const migration of all.slice(version)) connection.exec(migration);
    const broken = connection.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0)
      throw fail(
        'failed.migration',
        `The history could not be brought to schema ${String(all.length)}: ${String(broken.length)} broken references.`,
      );
    connection.pragma(`user_version = ${String(all.length)}`);
  });
}

/** The schema version of a database; 0 for a new one. */
export const versionOf = (connection: Connection): number =>
  Number(connection.pragma('user_version', { simple: true }));
