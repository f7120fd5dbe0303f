/** How much of what tests said is kept: counts and coverage for good, the tests themselves of the newest runs. */
import type { Connection } from '../driver.ts';

/** Of a project. A test takes some 60 bytes, so that all this stays below half a gigabyte. */
const most = { reports: 500, results: 3_000_000, characters: 100_000_000 };
/** What is removed in one transaction. */
const rowsAtOnce = 2000;
/** What began so long ago and was not finished was cut off. */
const cutOffMs = 24 * 3_600_000;

interface KeptRow {
  id: number;
  state: number;
  at: number;
  results: number;
  characters: number;
}

export function testRetentionQueries(connection: Connection) {
  const kept = connection.prepare<[string], KeptRow>(
    'SELECT id, state, at, results, characters FROM test_reports WHERE project = ? AND kept = 1 ORDER BY id DESC',
  );
  const removeFrom = (table: 'test_results' | 'test_messages') =>
    connection.prepare<[number, number, number]>(
      `DELETE FROM ${table} WHERE report = ? AND place IN (SELECT place FROM ${table} WHERE report = ? LIMIT ?)`,
    );
  const removeResults = removeFrom('test_results');
  const removeMessages = removeFrom('test_messages');
  const setGone = connection.prepare('UPDATE test_reports SET kept = 0 WHERE id = ?');
  const removeReport = connection.prepare('DELETE FROM test_reports WHERE id = ? AND state <> 1');
  const removeTests = connection.prepare(
    'DELETE FROM tests WHERE id IN (SELECT id FROM tests WHERE project = ? AND last_report < ? LIMIT ?)',
  );

  /** What goes: beyond the limits, replaced, or cut off. The oldest of those that stay names the tests that do. */
  function limits(project: string, now: number): { goes: number[]; oldest: number | null } {
    const sum = { reports: 0, results: 0, characters: 0 };
    const goes: number[] = [];
    let oldest: number | null = null;
    for (const { id, state, at, results, characters } of kept.all(project)) {
      if (state === 0 && now - at < cutOffMs) {
        oldest = id;
        continue;
      }
      sum.reports += 1;
      sum.results += results;
      sum.characters += characters;
      // The newest stays whatever its size, which is bounded by what is read of a report.
      const within =
        sum.reports === 1 ||
        (sum.reports <= most.reports && sum.results <= most.results && sum.characters <= most.characters);
      if (state === 1 && within) oldest = id;
      else goes.push(id);
    }
    return { goes, oldest };
  }

  return {
    /** Removes a piece of what is kept no longer; answers whether there is more. In a transaction of the caller. */
    prune(project: string, now: number): boolean {
      const { goes, oldest } = limits(project, now);
      const report = goes.at(-1);
      if (report === undefined)
        return oldest !== null && removeTests.run(project, oldest, rowsAtOnce).changes === rowsAtOnce;
      const removed =
        removeMessages.run(report, report, rowsAtOnce).changes + removeResults.run(report, report, rowsAtOnce).changes;
      if (removed > 0) return true;
      setGone.run(report);
      removeReport.run(report);
      return true;
    },
  };
}
