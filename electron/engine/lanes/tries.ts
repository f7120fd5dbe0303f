/** Tries the picks of a lane in the object database, one on what the others leave, and makes their commits there. */
import type { ConflictedFile, LanePick, PickRequest } from '../../../shared/domain/hotfix.ts';
import { headAfter, stillSettled, type Tried, type Wanted } from '../../../shared/planning/hotfix.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { Committer } from '../../git/picks/picks.ts';
import type { Repository } from '../../git/repository.ts';

export interface Trying {
  readonly repository: Repository;
  /** Where the lane was cut. */
  readonly base: string;
  readonly committer: Committer;
  /** The committer's date, in milliseconds. */
  readonly at: number;
}

export const requestOf = ({ source, mainline }: LanePick): PickRequest => ({
  commit: source,
  ...(mainline === null ? {} : { mainline }),
});

/**
 * What git makes of the picks behind those that stand. The first conflict that nobody settled ends it: the picks
 * behind it wait. Throws what keeps a pick from being tried at all: a merge without its mainline, missing objects.
 */
export async function tryPicks(trying: Trying, { picks, kept }: Wanted): Promise<Tried> {
  const done = picks.slice(0, kept);
  let head = headAfter(trying.base, picks, kept);
  for (let rest = picks.slice(kept); rest.length > 0; rest = picks.slice(done.length)) {
    const made = await trying.repository.picks.make(head, rest.map(requestOf), trying);
    for (const [index, pick] of rest.entries()) {
      const told = made[index];
      if (!told) return { picks: [...done, ...rest.slice(index).map(waiting)], head };
      const { forecast, commit } = told;
      if (forecast.problem) throw new ProblemError(forecast.problem);
      if (forecast.forecast !== 'conflict') {
        done.push({ ...pick, state: forecast.forecast === 'clean' ? 'picked' : forecast.forecast, commit });
        head = commit ?? head;
        continue;
      }
      const again = await settledAgain(trying, head, pick, forecast.files);
      if (!again)
        return { picks: [...done, conflicting(pick, forecast.files), ...rest.slice(index + 1).map(waiting)], head };
      done.push(again);
      head = again.commit ?? head;
      break; // What comes behind it was not tried: it is made on the new head.
    }
  }
  return { picks: done, head };
}

const waiting = (pick: LanePick): LanePick => ({ ...pick, state: 'waiting', commit: null });
const conflicting = (pick: LanePick, files: readonly ConflictedFile[]): LanePick => ({
  ...pick,
  state: 'conflict',
  commit: null,
  files: [...files],
  settled: stillSettled(pick, files),
});

/** The same files collide with the same sides as when a person settled them: what was decided then holds. */
async function settledAgain(
  trying: Trying,
  onto: string,
  pick: LanePick,
  files: readonly ConflictedFile[],
): Promise<LanePick | null> {
  const known = stillSettled(pick, files);
  if (!files.every(({ path }) => known.some((one) => one.path === path))) return null;
  const { tree } = await trying.repository.picks.settle(onto, requestOf(pick), known);
  if (tree === null) return null;
  const settled = { ...pick, files: [...files], settled: known };
  return tree === (await trying.repository.treeOf(onto))
    ? { ...settled, state: 'empty', commit: null }
    : { ...settled, state: 'resolved', commit: await commit(trying, onto, pick, tree) };
}

const commit = ({ repository, committer, at }: Trying, onto: string, pick: LanePick, tree: string): Promise<string> =>
  repository.picks.commit({ onto, pick: requestOf(pick), tree, committer, at });
