/** Forecasts of many picks, each on its own, as fast as a list is scrolled. */
import type { PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { problemFrom } from '../../../shared/problem.ts';
import type { Attributes } from './attributes.ts';
import { changesNothing, forecastOf, prepare, unforeseen, type Prepared } from './forecast.ts';
import { mergeAll, type Merged, type MergeOptions, type Sides } from './merge.ts';
import { presenceIn } from './presence.ts';
import type { Runner } from '../run.ts';
import type { Scratch, Scratches } from './scratch.ts';
import { readCommit } from './source.ts';

export interface Forecasts {
  /** Each on its own on `onto`, in the order asked. Ends when `signal` aborts. */
  each(onto: string, picks: readonly PickRequest[], signal?: AbortSignal): AsyncGenerator<PickForecast>;
  /** Each on a tree of its own, which may be no commit’s. */
  onTrees(scratch: Scratch, picks: readonly OnTree[], options?: MergeOptions): Promise<PickForecast[]>;
}

export interface OnTree {
  readonly tree: string;
  readonly pick: PickRequest;
}

/** Several in one git cost less than one each, but none is known before all are: the first rows come in small groups. */
const groups = [2, 4, 8, 16] as const;
const kept = 20_000;

export function forecastsWith(runner: Runner, scratches: Scratches, attributes: Attributes): Forecasts {
  const knownAlone: Known = new Map();
  // A tree that a pick made is there as long as its store: what was told about it ends with that.
  const knownInSequence = new WeakMap<Scratch, Known>();
  const keyOf = (tree: string, { commit, mainline }: PickRequest): string => `${tree} ${commit} ${String(mainline)}`;
  const keep = (known: Known, key: string, forecast: PickForecast): void => {
    // What is wrong now may be right when objects have been fetched.
    if (forecast.problem) return;
    known.set(key, forecast);
    if (known.size > kept) for (const oldest of [...known.keys()].slice(0, kept / 10)) known.delete(oldest);
  };
  // Lists wait for each other, so that a single question is never behind more than one group of theirs.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const forecastAll = async (
    scratch: Scratch,
    known: Known,
    picks: readonly OnTree[],
    options: MergeOptions,
  ): Promise<PickForecast[]> => {
    const unknown = picks.filter(({ tree, pick }) => !known.has(keyOf(tree, pick)));
    const prepared = await Promise.all(unknown.map(({ tree, pick }) => prepare(scratch, tree, pick)));
    const merging = prepared.filter((one): one is Mergeable => 'sides' in one && !changesNothing(one.sides));
    const merged = await mergeAll(
      scratch,
      attributes,
      merging.map(({ sides }) => sides),
      options,
    );
    const results = new Map<Prepared, Merged | { readonly failed: unknown } | undefined>(
      merging.map((one, index) => [one, merged[index]]),
    );
    const fresh = new Map<string, PickForecast>();
    for (const one of prepared) {
      const forecast = await told(scratch, one, results.get(one));
      fresh.set(keyOf(one.onto, one.request), forecast);
      keep(known, keyOf(one.onto, one.request), forecast);
    }
    return picks.flatMap(({ tree, pick }) => known.get(keyOf(tree, pick)) ?? fresh.get(keyOf(tree, pick)) ?? []);
  };

  return {
    async *each(onto, picks, signal) {
      const { scratch, release } = await scratches.acquire(picks.length);
      try {
        const { tree } = await readCommit(scratch.reader, onto);
        const options: MergeOptions = {
          queue: picks.length === 1 ? 'questions' : 'lists',
          ...(signal ? { signal } : {}),
        };
        const presence = presenceIn(
          runner,
          onto,
          picks.map(({ commit }) => commit),
        );
        for (let at = 0, turn = 0; at < picks.length; turn += 1) {
          if (signal?.aborted) return;
          const group = picks.slice(at, at + (groups[turn] ?? groups[3]));
          at += group.length;
          const work = (): Promise<PickForecast[]> =>
            signal?.aborted
              ? Promise.resolve([])
              : forecastAll(
                  scratch,
                  knownAlone,
                  group.map((pick) => ({ tree, pick })),
                  options,
                );
          const forecasts = await (picks.length === 1 ? work() : inTurn(work)).catch((thrown: unknown) => {
            if (signal?.aborted) return [];
            throw thrown;
          });
          for (const forecast of forecasts) yield await presence.complete(scratch, forecast);
        }
      } finally {
        release();
      }
    },
    onTrees(scratch, picks, options = {}) {
      const known = knownInSequence.get(scratch) ?? new Map<string, PickForecast>();
      knownInSequence.set(scratch, known);
      return forecastAll(scratch, known, picks, options);
    },
  };
}

type Known = Map<string, PickForecast>;
type Mergeable = Extract<Prepared, { sides: Sides }>;

async function told(
  scratch: Scratch,
  prepared: Prepared,
  merged: Merged | { readonly failed: unknown } | undefined,
): Promise<PickForecast> {
  const { request, source } = prepared;
  if ('problem' in prepared) return unforeseen(request, source, prepared.problem);
  if (merged && 'failed' in merged) return unforeseen(request, source, problemFrom(merged.failed));
  return forecastOf(scratch, prepared, merged ?? null);
}
