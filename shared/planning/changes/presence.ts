/** Whether a change is in a place: brought in, taken out, put back, in the order of the place's history. */
import type { CommitFacts } from './facts.ts';
import { isInAfter } from './merging.ts';
import type { World } from './world.ts';

/** Something that a place's history did to a change. */
export interface Happening {
  readonly commit: CommitFacts;
  readonly brings: boolean;
  /** It carries the change itself, and does not only undo what undid it. */
  readonly carries: boolean;
}

export interface Presence {
  /** The commits that carry it there now, oldest first; none when it is not there. */
  readonly carriers: readonly string[];
  /** The revert that took it out, when it is not there; null when it never was. */
  readonly takenOutBy: string | null;
}

/** What the history of `tip` made of a change. The happenings, all in that history, may come in any order. */
export function presenceOf(world: World, tip: string, happenings: readonly Happening[]): Presence {
  const ordered = happenings.length > 1 ? inOrder(world, happenings) : happenings;
  const before = ordered.map((later, at) =>
    ordered.flatMap((earlier, index) => (index < at && comesBefore(world, earlier, later) ? [index] : [])),
  );
  const deeds = ordered.map(({ commit, brings }) => ({ sha: commit.sha, brings }));
  if (deeds.length > 0 && isInAfter(world.ancestry, tip, deeds, before))
    return { carriers: carriersNow(ordered, before), takenOutBy: null };
  const last = ordered.findLastIndex(
    ({ brings }, at) => !brings && (before[at] ?? []).some((earlier) => ordered[earlier]?.brings),
  );
  return { carriers: [], takenOutBy: ordered[last]?.commit.sha ?? null };
}

/** Those that nothing behind them took out; where only a re-apply is left, what it put back. */
function carriersNow(ordered: readonly Happening[], before: readonly (readonly number[])[]): string[] {
  const standing = ordered.flatMap(({ brings }, at) =>
    brings && !ordered.some((later, index) => !later.brings && before[index]?.includes(at)) ? [at] : [],
  );
  const own = standing.filter((at) => ordered[at]?.carries);
  const restored = standing.flatMap((at) => (before[at] ?? []).filter((earlier) => ordered[earlier]?.carries));
  const carriers = own.length > 0 ? own : restored.length > 0 ? restored.slice(0, 1) : standing;
  return carriers.flatMap((at) => ordered[at]?.commit.sha ?? []);
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

/** Of what all places share only the times tell; everything else comes behind it. */
const comesBefore = (world: World, earlier: Happening, later: Happening): boolean =>
  world.ancestry.indexOf(earlier.commit.sha) < 0 || world.ancestry.reaches(later.commit.sha, earlier.commit.sha);
