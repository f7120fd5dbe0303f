/** Picks of an opened mirror. */
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import type { Runner } from '../run.ts';
import { attributesOf, type Attributes } from './attributes.ts';
import { writeMerge, writePick } from './commits.ts';
import { conflictsOf } from './conflicts.ts';
import { changesNothing, pickNames } from './forecast.ts';
import { forecastsWith } from './forecasts.ts';
import { merge, mergeOnce, type Merged } from './merge.ts';
import { explained } from './missing.ts';
import type { Picks } from './picks.ts';
import { behind, sequence } from './plan.ts';
import { searchPrerequisites } from './prerequisites.ts';
import { presenceIn } from './presence.ts';
import { scratchesIn, type Scratch } from './scratch.ts';
import { bringHome, settled, sidesOf } from './settle.ts';
import { baseTree, parentOf, readCommit } from './source.ts';

/** `folder` is the mirror that `runner` works in. */
export function picksOf(folder: string, runner: Runner, objectFormat: string): Picks {
  const scratches = scratchesIn(folder, objectFormat);
  const attributes = attributesOf();
  const forecasts = forecastsWith(runner, scratches, attributes);
  return {
    forecasts: (onto, picks, signal) => forecasts.each(onto, picks, signal),
    plan: (onto, picks, { prerequisites, signal }) =>
      scratches.use(async (scratch) => {
        const { tree: start } = await readCommit(scratch.reader, onto.commit);
        const done = await sequence(forecasts, scratch, start, picks, signal);
        const presence = presenceIn(
          runner,
          onto.commit,
          picks.map(({ commit }) => commit),
        );
        const told = await Promise.all(done.picks.map((forecast) => presence.complete(scratch, forecast)));
        const last = told.at(-1);
        if (!last || done.tree !== null) return { onto, picks: told, tree: done.tree };
        const rest = await behind(scratch, last, picks.slice(told.length));
        const needed =
          prerequisites && last.problem === null
            ? await firstAnswer(
                searchPrerequisites(
                  { runner, scratch, forecasts },
                  { onto: onto.commit, start: told.at(-2)?.tree ?? start, pick: requestOf(last) },
                  signal,
                ),
              )
            : [];
        return { onto, picks: [...told.slice(0, -1), { ...last, prerequisites: needed }, ...rest], tree: null };
      }),
    async *prerequisites(onto, pick, signal) {
      const { scratch, release } = await scratches.acquire();
      try {
        const { tree: start } = await readCommit(scratch.reader, onto);
        yield* searchPrerequisites({ runner, scratch, forecasts }, { onto, start, pick }, signal);
      } finally {
        release();
      }
    },
    settle: (onto, pick, files) =>
      scratches.use(async (scratch) => {
        const { merged, have } = await mergePick(scratch, attributes, onto, pick);
        return settled(runner, scratch, merged, pickNames(pick.commit), files, have);
      }),
    conflict: (onto, pick, path) =>
      scratches.use(async (scratch) => {
        const { merged } = await mergePick(scratch, attributes, onto, pick);
        return sidesOf(scratch, merged, pickNames(pick.commit), path);
      }),
    commit: ({ pick, ...options }) =>
      scratches.use((scratch) => writePick(runner, scratch, { ...options, commit: pick.commit })),
    merge: (onto, other) =>
      scratches.use(async (scratch) => {
        const { merged, have } = await mergeHistories(scratch, attributes, onto, other);
        if (merged.clean) return { tree: await bringHome(runner, scratch, merged.tree, have), files: [] };
        const conflicts = await conflictsOf(scratch.reader, merged, pickNames(other));
        return { tree: null, files: conflicts.map(({ file }) => file) };
      }),
    commitMerge: (options) => writeMerge(runner, options),
  };
}

const requestOf = ({ commit, mainline }: { commit: string; mainline: number | null }): PickRequest => ({
  commit,
  ...(mainline === null ? {} : { mainline }),
});

/** The smallest set that works, else what the conflicting lines name. */
async function firstAnswer(items: ReturnType<typeof searchPrerequisites>): Promise<string[]> {
  let named: string[] = [];
  for await (const item of items) {
    if (item.item === 'named') named = item.commits.map(({ commit }) => commit);
    if (item.item === 'set') return item.set.picks.slice(0, -1).map(({ commit }) => commit);
  }
  return named;
}

/** The merge that a pick is, and the trees that the mirror has already. */
async function mergePick(
  scratch: Scratch,
  attributes: Attributes,
  onto: string,
  pick: PickRequest,
): Promise<{ merged: Merged; have: string[] }> {
  const [target, source] = await Promise.all([
    readCommit(scratch.reader, onto),
    readCommit(scratch.reader, pick.commit),
  ]);
  const base = await baseTree(scratch.reader, source, pick);
  const sides = { base, ours: target.tree, theirs: source.tree };
  const have = [target.tree, source.tree, ...(parentOf(source, pick.mainline) === null ? [] : [base])];
  if (changesNothing(sides)) {
    const none = { ours: '', theirs: '' };
    return { merged: { clean: true, tree: target.tree, files: [], messages: [], labels: none }, have };
  }
  return { merged: await merge(scratch, attributes, sides), have };
}

/** Merges with all of history behind both sides: there may be more than one common ancestor. */
async function mergeHistories(
  scratch: Scratch,
  attributes: Attributes,
  onto: string,
  other: string,
): Promise<{ merged: Merged; have: string[] }> {
  const [target, source] = await Promise.all([readCommit(scratch.reader, onto), readCommit(scratch.reader, other)]);
  const attributesFile = await attributes.fileFor(scratch, target.tree);
  const git = scratch.runner(attributesFile === undefined ? {} : { attributesFile });
  try {
    const labels = { ours: onto, theirs: other };
    const outcome = await mergeOnce(git, labels);
    if (!outcome) throw new Error('git merge-tree gave no answer.');
    return { merged: { ...outcome, labels }, have: [target.tree, source.tree] };
  } catch (thrown) {
    throw await explained(scratch.reader, thrown);
  }
}
