/** What is known of commits, and how people corrected what the signals say. */
import type { Correction, RecordedCorrection } from '../../../shared/domain/change.ts';
import type { CommitFacts } from '../../../shared/planning/changes/facts.ts';
import type { Connection } from '../driver.ts';

/** How messages are read. Raise it when shared/planning/changes/message.ts reads more: older facts are read again then. */
const reading = 1;

interface CorrectionRow {
  correction: string;
  by: string;
  why: string;
  at: number;
}

export function changeQueries(connection: Connection) {
  const facts = connection.prepare<[string, number], { sha: string; facts: string }>(
    'SELECT sha, facts FROM commit_facts WHERE sha IN (SELECT value FROM json_each(?)) AND reading = ?',
  );
  const patches = connection.prepare<[string], { sha: string; patch: string }>(
    'SELECT sha, patch FROM commit_patches WHERE sha IN (SELECT value FROM json_each(?))',
  );
  const keepFacts = connection.prepare(
    'INSERT INTO commit_facts (sha, reading, facts) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reading = excluded.reading, facts = excluded.facts',
  );
  const keepPatch = connection.prepare('INSERT INTO commit_patches (sha, patch) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const corrections = connection.prepare<[string], CorrectionRow>(
    'SELECT correction, by, why, at FROM corrections WHERE project = ? ORDER BY rowid',
  );
  const version = connection.prepare<[string], { version: number }>(
    'SELECT coalesce(max(rowid), 0) AS version FROM corrections WHERE project = ?',
  );
  const correct = connection.prepare(
    'INSERT INTO corrections (project, correction, by, why, at) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    /** What is known of those commits that are known. */
    facts: (shas: readonly string[]): CommitFacts[] =>
      facts.all(JSON.stringify(shas), reading).map((row) => JSON.parse(row.facts) as CommitFacts),
    keepFacts: (commits: readonly CommitFacts[]): void => {
      for (const commit of commits) keepFacts.run(commit.sha, reading, JSON.stringify(commit));
    },
    /** The patches of those commits that were asked for before; an empty one stands for none. */
    patches: (shas: readonly string[]): Map<string, string> =>
      new Map(patches.all(JSON.stringify(shas)).map((row) => [row.sha, row.patch])),
    keepPatches: (found: ReadonlyMap<string, string>): void => {
      for (const [sha, patch] of found) keepPatch.run(sha, patch);
    },
    /** Oldest first. */
    corrections: (project: string): RecordedCorrection[] =>
      corrections.all(project).map(({ correction, by, why, at }) => ({
        correction: JSON.parse(correction) as Correction,
        by,
        why,
        at,
      })),
    /** A number that grows with every correction. */
    correctionsVersion: (project: string): number => version.get(project)?.version ?? 0,
    correct: (project: string, { correction, by, why, at }: RecordedCorrection): void => {
      correct.run(project, JSON.stringify(correction), by, why, at);
    },
  };
}
