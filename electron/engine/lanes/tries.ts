/** Tries the picks of a lane in the object database, one on what the others leave, and makes their commits there. */
import type { ConflictedFile, LanePick, PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { headAfter, type Tried, type Wanted } from '../../../shared/planning/hotfix.ts';
import { fail, ProblemError } from '../../../shared/problem.ts';
import type { Committer } from '../../git/picks/picks.ts';
import type { Repository } from '../../git/repository.ts';

export interface Trying {
  readonly repository: Repository;
  /** Where the lane was cut. */
  readonly base: string;
  readonly name: string;
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
    const onto = { name: trying.name, commit: head };
    const plan = await trying.repository.picks.plan(onto, rest.map(requestOf), { prerequisites: false });
    for (const [index, pick] of rest.entries()) {
      const forecast = plan.picks[index];
      if (!forecast) return { picks: [...done, ...rest.slice(index).map(waiting)], head };
      if (forecast.problem) throw new ProblemError(forecast.problem);
      if (forecast.forecast !== 'conflict') {
        const made = await pickedAs(trying, head, pick, forecast);
        done.push(made);
        head = made.commit ?? head;
        continue;
      }
      const again = await settledAgain(trying, head, pick, forecast.files);
      if (!again)
        return { picks: [...done, conflicting(pick, forecast.files), ...rest.slice(index + 1).map(waiting)], head };
      done.push(again);
      head = again.commit ?? head;
      break; // What comes behind it was not told: it is planned anew on the new head.
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
});

async function pickedAs(trying: Trying, onto: string, pick: LanePick, forecast: PickForecast): Promise<LanePick> {
  if (forecast.forecast !== 'clean')
    return { ...pick, state: forecast.forecast === 'present' ? 'present' : 'empty', commit: null };
  // The forecast left nothing behind: made again, its tree is in the mirror.
  const { tree } = await trying.repository.picks.settle(onto, requestOf(pick), []);
  if (tree === null) throw fail('failed.unexpected', `${pick.subject} does not come out as it was forecast.`);
  return { ...pick, state: 'picked', commit: await commit(trying, onto, pick, tree) };
}

/** The same files collide with the same sides as when a person settled them: what was decided then holds. */
async function settledAgain(
  trying: Trying,
  onto: string,
  pick: LanePick,
  files: readonly ConflictedFile[],
): Promise<LanePick | null> {
  if (!files.every((file) => isSettled(pick, file))) return null;
  const { tree } = await trying.repository.picks.settle(onto, requestOf(pick), pick.settled);
  if (tree === null) return null;
  const settled = { ...pick, files: [...files] };
  return tree === (await trying.repository.treeOf(onto))
    ? { ...settled, state: 'empty', commit: null }
    : { ...settled, state: 'resolved', commit: await commit(trying, onto, pick, tree) };
}

function isSettled(pick: LanePick, file: ConflictedFile): boolean {
  const known = pick.files.find(({ path }) => path === file.path);
  return (
    known !== undefined &&
    pick.settled.some(({ path }) => path === file.path) &&
    (['base', 'ours', 'theirs'] as const).every((side) => known[side]?.object === file[side]?.object)
  );
}

const commit = ({ repository, committer, at }: Trying, onto: string, pick: LanePick, tree: string): Promise<string> =>
  repository.picks.commit({ onto, pick: requestOf(pick), tree, committer, at });
