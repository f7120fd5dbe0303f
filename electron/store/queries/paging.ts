/** Pages in the order in which rows were written: a clock that was set back neither hides nor repeats one. */
import type { Connection } from '../driver.ts';

/**
 * Turns the time of the last row on a page into the place where the next page begins: rows before the answer. A time
 * that no row has counts by the clock.
 */
export function boundaryIn(
  connection: Connection,
  table: 'releases' | 'operations' | 'runs',
  column: 'created_at' | 'started_at',
): (before: number | undefined) => number {
  const boundary = connection.prepare<{ before: number }, { place: number | null }>(`SELECT COALESCE(
    (SELECT MIN(rowid) FROM ${table} WHERE ${column} = @before),
    (SELECT rowid + 1 FROM ${table} WHERE ${column} < @before ORDER BY ${column} DESC, rowid DESC LIMIT 1)) AS place`);
  return (before) =>
    before === undefined || before >= Number.MAX_SAFE_INTEGER
      ? Number.MAX_SAFE_INTEGER
      : (boundary.get({ before })?.place ?? 0);
}
