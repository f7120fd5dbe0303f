/** Migrates the database that its argument names by the migrations on standard input; `die()` in one kills the process. */
import { readFileSync } from 'node:fs';
import { openDatabase } from '../../../electron/store/driver.ts';
import { migrate } from '../../../electron/store/migrate.ts';

const connection = openDatabase(process.argv[2]!);
connection.function('die', () => {
  process.kill(process.pid, 'SIGKILL');
  return 0;
});
migrate(connection, () => undefined, JSON.parse(readFileSync(0, 'utf8')) as string[]);
