/** Objects that a partial or shallow clone lacks. */
import { fail, problemFrom, type ProblemError } from '../../../shared/problem.ts';
import { readerOn, type Reader } from '../reader.ts';
import { gitFailed } from '../failures.ts';
import type { Runner } from '../run.ts';

/** The code of the problem. */
export const missing = 'failed.missing-objects';
const named = 100;

/** The problem that names them, and says how to get them. */
export function missingObjects(objects: readonly string[], cause?: unknown): ProblemError {
  const first = objects.slice(0, 3).map((object) => object.slice(0, 10));
  const more = objects.length > 3 ? ` and ${String(objects.length - 3)} more` : '';
  return fail(
    missing,
    `The repository lacks objects that this needs: ${first.join(', ')}${more}. It is a partial or shallow clone, or damaged.`,
    {
      hint: 'Fetch them in the repository: `git fetch --unshallow` for a shallow clone, `git fetch --refetch --no-filter` for a partial one; then refresh.',
      details: { objects: objects.slice(0, named) },
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** Turns git's failure into the objects that it could not find, where that was the reason. */
export async function explained(reader: Reader, thrown: unknown, suspects: readonly string[] = []): Promise<unknown> {
  const problem = problemFrom(thrown);
  if (problem.code !== gitFailed) return thrown;
  const { stderr } = problem.details;
  const words = typeof stderr === 'string' ? stderr : '';
  const candidates = [...new Set([...(words.match(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g) ?? []), ...suspects])];
  const found = await Promise.all(candidates.map((object) => reader.info(object)));
  const absent = candidates.filter((_object, index) => found[index] === null);
  return absent.length > 0 ? missingObjects(absent, thrown) : thrown;
}

/** The same for whoever has no reader. */
export async function explainedOn(runner: Runner, thrown: unknown): Promise<unknown> {
  const reader = readerOn(runner);
  try {
    return await explained(reader, thrown);
  } finally {
    reader.close();
  }
}
