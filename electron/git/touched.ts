/** What commits touch, in numbers small enough to keep for every commit. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { keptPaths } from '../../shared/planning/changes/facts.ts';
import { fail, problemFrom } from '../../shared/problem.ts';
import { lookUp } from './commands/objects.ts';
import { touchedArguments } from './commands/patch-id.ts';
import { records } from './commands/records.ts';
import { linesOf } from './lines.ts';
import { explainedOn, missing } from './picks/missing.ts';
import { gitFailed } from './failures.ts';
import type { Runner, StreamOptions } from './run.ts';

/** `paths`: a number for each, at most 64, ascending; `pathSet`: one name for all together, null for nothing at all. */
export interface Touched {
  readonly paths: readonly number[];
  readonly pathSet: string | null;
}

const longestPath = 10_000;

/**
 * What each of the commits touches; a merge touches nothing. Those whose trees this clone lacks are left out. Rejects
 * when git cannot tell for another reason.
 */
export async function touchedBy(
  runner: Runner,
  shas: readonly string[],
  options: StreamOptions,
): Promise<Map<string, Touched>> {
  try {
    return await readTouched(runner, shas, options);
  } catch (thrown) {
    if (problemFrom(thrown).code !== gitFailed) throw thrown;
    const lacking = await lackingTrees(runner, shas);
    if (lacking.size > 0)
      return touchedBy(
        runner,
        shas.filter((sha) => !lacking.has(sha)),
        options,
      );
    // Somewhere deep in a tree: git names the object, and not the commits that have it.
    const reason = await explainedOn(runner, thrown);
    if (problemFrom(reason).code !== missing) throw reason;
    return new Map();
  }
}

/** The commits whose own tree, or that of their first parent, is not there. */
export async function lackingTrees(runner: Runner, shas: readonly string[]): Promise<Set<string>> {
  const lookedAt = ['^{tree}', '~1', '~1^{tree}'];
  const found = await runner.run(lookUp(shas.flatMap((sha) => lookedAt.map((part) => `${sha}${part}`))));
  return new Set(
    shas.filter((_sha, index) => {
      const [own, parent, its] = found.slice(index * lookedAt.length, (index + 1) * lookedAt.length);
      return !own || (parent && !its);
    }),
  );
}

async function readTouched(
  runner: Runner,
  shas: readonly string[],
  options: StreamOptions,
): Promise<Map<string, Touched>> {
  const touched = await touchedIn(runner.stream(touchedArguments, { ...options, input: linesOf(shas) }));
  const absent = shas.find((sha) => !touched.has(sha));
  if (absent === undefined) return touched;
  throw fail(gitFailed, `git diff-tree said nothing about ${absent.slice(0, 10)}.`, { details: { commit: absent } });
}

async function touchedIn(stream: Readable): Promise<Map<string, Touched>> {
  const touched = new Map<string, Touched>();
  let sha: string | null = null;
  let paths: string[] = [];
  let status: string | null = null;
  const finish = (): void => {
    if (sha !== null) touched.set(sha, summary(paths));
    paths = [];
  };
  for await (const [field = ''] of records(stream, [longestPath])) {
    if (status !== null) {
      paths.push(`${status} ${field}`);
      status = null;
    } else if (field.startsWith(':')) status = field.slice(field.lastIndexOf(' ') + 1);
    else {
      finish();
      sha = field.slice(0, 64);
    }
  }
  finish();
  return touched;
}

function summary(paths: readonly string[]): Touched {
  if (paths.length === 0) return { paths: [], pathSet: null };
  const hash = createHash('sha1');
  for (const path of paths) hash.update(path).update('\0');
  const numbers = [...new Set(paths.map((path) => numberOf(path.slice(path.indexOf(' ') + 1))))].sort((a, b) => a - b);
  return { paths: numbers.slice(0, keptPaths), pathSet: hash.digest('hex').slice(0, 20) };
}

/** FNV-1a. The smallest of such numbers are a fair sample of a set: two samples overlap as the sets do. */
function numberOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < path.length; index += 1) hash = Math.imul(hash ^ path.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
