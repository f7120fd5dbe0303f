/** The patches of commits by name. */
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { fail, problemFrom } from '../../shared/problem.ts';
import { lookUp } from './commands/objects.ts';
import { patchesArguments, patchIdArguments, touchedArguments } from './commands/patch-id.ts';
import { records } from './commands/records.ts';
import { linesIn, linesOf } from './lines.ts';
import { gitFailed } from './failures.ts';
import { holdOpen, type Runner, type StreamOptions } from './run.ts';
import { lackingTrees } from './touched.ts';

export interface PatchIds {
  /** Patch ids by commit. Merges and commits that change nothing have none. */
  readonly ids: ReadonlyMap<string, string>;
  /** Commits whose contents this clone lacks: nothing is known of their patches. */
  readonly unread: readonly string[];
}

/** The patch ids of commits. What a partial clone lacks is named, and the rest is read all the same. */
export async function patchIdsOf(runner: Runner, shas: readonly string[], options: StreamOptions): Promise<PatchIds> {
  try {
    return { ids: await idsOf(runner, shas, options), unread: [] };
  } catch (thrown) {
    if (problemFrom(thrown).code !== gitFailed) throw thrown;
    const lacking = await lackingTrees(runner, shas);
    const listed = shas.filter((sha) => !lacking.has(sha));
    const unread = new Set([...lacking, ...(await withMissingContents(runner, listed, options))]);
    if (unread.size === 0) throw thrown;
    const whole = shas.filter((sha) => !unread.has(sha));
    return { ids: whole.length === 0 ? new Map() : await idsOf(runner, whole, options), unread: [...unread] };
  }
}

/**
 * Both ends are looked at: a `diff-tree` that dies in the middle leaves `patch-id` with a shorter input and a good
 * conscience.
 */
async function idsOf(runner: Runner, shas: readonly string[], options: StreamOptions): Promise<Map<string, string>> {
  const child = runner.converse(patchIdArguments);
  holdOpen(child, true);
  const ended = once(child, 'close') as Promise<[number | null]>;
  try {
    const diffs = runner.stream(patchesArguments, { ...options, input: linesOf(shas) });
    const [lines, [exitCode]] = await Promise.all([linesIn(child.stdout), ended, pipeline(diffs, child.stdin)]);
    if (exitCode !== 0)
      throw fail(gitFailed, `git patch-id ended with exit code ${String(exitCode)}.`, { retry: true });
    return new Map(
      lines.map((line) => {
        const [id = '', sha = ''] = line.split(' ');
        return [sha, id];
      }),
    );
  } catch (thrown) {
    child.kill();
    throw thrown;
  }
}

/** Commits that touch blobs which are not there; their trees are. */
async function withMissingContents(
  runner: Runner,
  shas: readonly string[],
  options: StreamOptions,
): Promise<Set<string>> {
  const users = new Map<string, Set<string>>();
  let sha = '';
  let isPath = false;
  for await (const [field = ''] of records(
    runner.stream(touchedArguments, { ...options, input: linesOf(shas) }),
    [300],
  )) {
    if (isPath) isPath = false;
    else if (field.startsWith(':')) {
      isPath = true;
      // A submodule's commit is in another repository.
      const [before, after, one, other] = field.slice(1).split(' ');
      for (const [mode, object] of [
        [before, one],
        [after, other],
      ]) {
        if (object === undefined || mode === '160000' || /^0+$/.test(object)) continue;
        users.set(object, (users.get(object) ?? new Set()).add(sha));
      }
    } else sha = field.slice(0, 64);
  }
  const objects = [...users.keys()];
  const found = objects.length === 0 ? [] : await runner.run(lookUp(objects));
  const missing = objects.filter((_object, index) => found[index] === null);
  return new Set(missing.flatMap((object) => [...(users.get(object) ?? [])]));
}
