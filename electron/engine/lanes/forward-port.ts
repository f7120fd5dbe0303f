/** The way of a lane's changes to main: which are not there yet, and the lane or merge that brings them. */
import type { Lane, LanePlan, LaneStatus } from '../../../shared/domain/hotfix.ts';
import { freeBranch } from '../../../shared/planning/lane-branch.ts';
import { fail } from '../../../shared/problem.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { knownLeaving, leavingBetween, type Leaving } from './leaving.ts';
import { committerOf } from './person.ts';
import { planCut, takenNames } from './start.ts';
import type { Surroundings } from './status.ts';

/** Open until main has every change of the lane. A lane that goes to main itself has none to bring. */
export async function forwardPortOf(around: Surroundings, lane: Lane): Promise<LaneStatus['forwardPort']> {
  const { engine, open, main } = around;
  const port = engine.store.lanes
    .list(lane.project)
    .find((other) => other.of === lane.id && other.status === 'open')?.id;
  if (lane.purpose === 'forward-port' || main === null || lane.status === 'abandoned')
    return { open: false, missing: [], lane: port ?? null };
  const candidates = await notPlainlyOn(open, main, lane);
  // Until the matrix has answered, what main does not hold as it is counts as missing: a warning too many is no loss.
  const leaving = candidates.length === 0 ? [] : knownLeaving(engine, open, lane.head, main);
  const missing = ofLane(candidates, leaving);
  return { open: missing.length > 0, missing, lane: port ?? null };
}

type Candidate = { readonly commit: string; readonly source: string; readonly subject: string };

/** What was found for a head and a tip never changes. */
const known = new Map<string, readonly Candidate[]>();

/** Picks whose source main does not hold as it is, nor their copy. */
async function notPlainlyOn({ repository }: OpenProject, main: string, lane: Lane): Promise<readonly Candidate[]> {
  const key = `${lane.id} ${lane.head} ${main}`;
  const before = known.get(key);
  if (before) return before;
  const made = lane.picks.flatMap(({ commit, source, subject }) =>
    commit === null ? [] : [{ commit, source, subject }],
  );
  const outside = await repository.notIn(
    main,
    made.flatMap(({ commit, source }) => [commit, source]),
  );
  const missing = made.filter(({ commit, source }) => outside.has(commit) && outside.has(source));
  if (known.size > 1000) known.clear();
  known.set(key, missing);
  return missing;
}

const ofLane = (candidates: readonly Candidate[], leaving: readonly Leaving[] | null) =>
  candidates
    .filter(
      ({ commit, source }) =>
        leaving === null || leaving.some(({ commits }) => commits.includes(commit) || commits.includes(source)),
    )
    .map(({ commit, subject }) => ({ commit, subject }));

/** The plan of a lane from main's tip that brings what main lacks: by picks, or by a merge of the lane. */
export async function prepareForwardPort(
  engine: Engine,
  open: OpenProject,
  lane: Lane,
  { way, by }: { way: 'picks' | 'merge'; by: string },
): Promise<LanePlan> {
  const configuration = await open.requireConfiguration();
  await open.repository.refresh();
  const { main: mainName } = configuration.source;
  const main = await open.repository.resolve(mainName);
  const candidates = await notPlainlyOn(open, main, lane);
  const missing = ofLane(candidates, await leavingBetween(engine, open, lane.head, main));
  if (missing.length === 0)
    throw fail('refused.nothing-to-port', `${mainName} has every change of ${lane.branch}.`, {
      hint: 'There is nothing to do: finish the lane.',
    });
  const name = lane.branch.slice(lane.branch.lastIndexOf('/') + 1);
  const branch = freeBranch('forward-port/*', name, await takenNames(engine, open));
  if (branch === null) throw fail('conflict.branch-taken', 'No name for the forward-port is free.');
  const why = `Brings ${lane.branch} to ${mainName}`;
  const cut = { purpose: 'forward-port', of: lane.id, environment: null, baseName: mainName, branch, by, why } as const;
  if (way === 'picks')
    return planCut(engine, open, { ...cut, base: main, picks: missing.map(({ commit }) => ({ commit })) });
  return planCut(engine, open, {
    ...cut,
    base: await backMerge(engine, open, { main, mainName, lane, by }),
    picks: [],
  });
}

/** The commit that merges a lane into main, in memory; the new lane begins at it. */
async function backMerge(
  engine: Engine,
  { repository }: OpenProject,
  { main, mainName, lane, by }: { main: string; mainName: string; lane: Lane; by: string },
): Promise<string> {
  const { tree, files } = await repository.picks.merge(main, lane.head);
  if (tree === null)
    throw fail(
      'refused.merge-conflicts',
      `Merging ${lane.branch} into ${mainName} conflicts in ${files.map(({ path }) => path).join(', ')}.`,
      {
        hint: 'Bring the changes by picks: their conflicts can be settled one by one.',
        details: { files: files.map(({ path }) => path) },
      },
    );
  return repository.picks.commitMerge({
    onto: main,
    other: lane.head,
    tree,
    message: `Merge branch '${lane.branch}' into ${mainName}\n`,
    committer: await committerOf(repository, by),
    at: engine.now(),
  });
}
