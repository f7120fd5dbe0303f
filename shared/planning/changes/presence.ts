/** Whether a change is in a place: brought in, taken out, put back, in the order of the place's history. */
import type { CommitFacts } from './facts.ts';
import type { World } from './world.ts';

/** Something that a place's history did to a change. */
export interface Happening {
  readonly commit: CommitFacts;
  readonly brings: boolean;
}

export interface Presence {
  /** The commits that carry it there now, oldest first. */
  readonly carriers: readonly string[];
  /** The revert that took it out, when it is not there; null when it never was. */
  readonly takenOutBy: string | null;
  /** A revert of it there was followed by a re-apply. */
  readonly broughtBack: boolean;
}

/**
 * Merging settles what two lines did to a change as git settles a file: a revert on one line takes out what was there
 * before the lines parted, and leaves what the other line brought in by itself. So a revert takes out only what is in
 * its own history, and whatever brings a change back after a revert cancels that revert.
 */
export function presenceOf(world: World, happenings: readonly Happening[]): Presence {
  const carriers: CommitFacts[] = [];
  const reverts = new Map<CommitFacts, Set<CommitFacts>>();
  let broughtBack = false;
  const ordered = happenings.length > 1 ? inOrder(world, happenings) : happenings;
  for (const { commit, brings } of ordered) {
    const before = (other: CommitFacts): boolean => comesBefore(world, other, commit);
    if (!brings) {
      reverts.set(commit, new Set(carriers.filter(before)));
      continue;
    }
    const cancelled = [...reverts.keys()].filter(before);
    cancelled.forEach((revert) => reverts.delete(revert));
    broughtBack ||= cancelled.length > 0;
    // Where nothing was taken out, or what was taken out never stood here, the commit itself carries it.
    const restores = cancelled.length > 0 && carriers.some((carrier) => before(carrier));
    if (!restores) carriers.push(commit);
  }
  const left = carriers.filter((carrier) => ![...reverts.values()].some((taken) => taken.has(carrier)));
  const last = [...reverts].filter(([, taken]) => taken.size > 0).at(-1)?.[0];
  return {
    carriers: left.map(({ sha }) => sha),
    takenOutBy: left.length > 0 ? null : (last?.sha ?? null),
    broughtBack,
  };
}

function inOrder(world: World, happenings: readonly Happening[]): Happening[] {
  const at = ({ commit }: Happening): number => world.ancestry.indexOf(commit.sha);
  return [...happenings].sort((a, b) => {
    const [one, other] = [at(a), at(b)];
    // What all places share is older than everything else.
    if (one < 0 || other < 0) return one < 0 && other < 0 ? byTime(a.commit, b.commit) : one < 0 ? -1 : 1;
    return other - one;
  });
}

const byTime = (a: CommitFacts, b: CommitFacts): number =>
  a.committedAt - b.committedAt || (a.sha < b.sha ? -1 : a.sha > b.sha ? 1 : 0);

function comesBefore(world: World, earlier: CommitFacts, later: CommitFacts): boolean {
  if (world.ancestry.indexOf(earlier.sha) < 0)
    return world.ancestry.indexOf(later.sha) >= 0 || byTime(earlier, later) < 0;
  return world.ancestry.reaches(later.sha, earlier.sha);
}
