/** Making the commits of picks: each is merged once, and all of them come into the mirror together. */
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { pickText } from './commits.ts';
import type { Committer, MadePick } from './picks.ts';
import { sequence } from './plan.ts';
import type { Tools } from './prerequisites.ts';
import { bringHome } from './settle.ts';
import { baseTree, parentOf, readCommit, type StoredCommit } from './source.ts';

/** Picks in order on a commit, until one conflicts or cannot be told. `at` in milliseconds. */
export async function makePicks(
  { runner, scratch, forecasts }: Tools,
  onto: string,
  picks: readonly PickRequest[],
  { committer, at }: { committer: Committer; at: number },
): Promise<MadePick[]> {
  const { tree: start } = await readCommit(scratch.reader, onto);
  const done = await sequence(forecasts, scratch, start, picks);
  const have = [onto];
  const made: MadePick[] = [];
  let head = onto;
  for (const [index, forecast] of done.picks.entries()) {
    const request = picks[index];
    if (!request || forecast.forecast !== 'clean' || forecast.tree === null) {
      made.push({ forecast, commit: null });
      continue;
    }
    const source = await readCommit(scratch.reader, request.commit);
    have.push(...(await treesOf(source, request)));
    head = scratch.write('commit', pickText(source, { onto: head, tree: forecast.tree, committer, at }));
    made.push({ forecast, commit: head });
  }
  await bringHome(runner, scratch, head, have);
  return made;

  /** Trees that the mirror has: what a pick changes is mostly in them. */
  async function treesOf(source: StoredCommit, request: PickRequest): Promise<string[]> {
    const isRoot = parentOf(source, request.mainline) === null;
    return [source.tree, ...(isRoot ? [] : [await baseTree(scratch.reader, source, request)])];
  }
}
