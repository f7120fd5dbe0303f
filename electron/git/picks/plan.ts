/** Picks in order, each on what the ones before it leave. */
import type { PickForecast, PickPlan, PickRequest } from '../../../shared/domain/hotfix.ts';
import { problemOf } from '../../../shared/problem.ts';
import { unforeseen } from './forecast.ts';
import type { Forecasts } from './forecasts.ts';
import type { Scratch } from './scratch.ts';
import { readCommit, type StoredCommit } from './source.ts';

/** What the picks do in order, starting from a tree, until one conflicts; and the tree they leave, null on a conflict. */
export async function sequence(
  forecasts: Forecasts,
  scratch: Scratch,
  start: string,
  picks: readonly PickRequest[],
  signal?: AbortSignal,
): Promise<Pick<PickPlan, 'picks' | 'tree'>> {
  const told: PickForecast[] = [];
  let tree: string | null = start;
  let near: string | undefined;
  for (const pick of picks) {
    signal?.throwIfAborted();
    const at: string = tree;
    const [forecast]: PickForecast[] = await forecasts.onTrees(scratch, [{ tree: at, pick }], {
      ...(near === undefined ? {} : { near }),
      ...(signal ? { signal } : {}),
    });
    if (!forecast) break;
    told.push(forecast);
    near = at;
    ({ tree } = forecast);
    if (tree === null) break;
  }
  return { picks: told, tree };
}

/** Picks behind a conflict: nothing can be told of them. */
export async function behind(
  scratch: Scratch,
  conflicting: PickForecast,
  picks: readonly PickRequest[],
): Promise<PickForecast[]> {
  const short = conflicting.commit.slice(0, 7);
  const problem = problemOf('attention.behind-conflict', `Not forecast: ${short} conflicts before it.`, {
    hint: 'Settle that conflict, put its prerequisites before it, or take it out; then the rest can be told.',
    details: { conflict: conflicting.commit },
  });
  return Promise.all(
    picks.map(async (pick) => {
      const source: StoredCommit | null = await readCommit(scratch.reader, pick.commit).catch(() => null);
      return unforeseen(pick, source, problem);
    }),
  );
}
