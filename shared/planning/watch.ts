/**
 * Which commits are built by themselves. Branches move; of each only the newest commit waits, at the place in line that
 * the branch took first; runs begin in that order, one a branch and one a commit, and so many at once.
 */
import type { KnownBranch, Sides, Waiting, WatchTrigger } from '../domain/watched.ts';

/** Which side's history holds the other's newest commit. */
export type Holder = 'local' | 'remote' | 'neither';

/**
 * The commit that a branch stands for where both sides have it: that of the side which holds the other; where they have
 * parted, the remote's, for that is what everybody else has.
 */
export function tipOf({ local, remote }: Sides, holder: Holder): string | null {
  if (local === null || remote === null) return local ?? remote;
  return holder === 'local' ? local : remote;
}

/** What is seen of one branch now. */
export interface SeenBranch extends Sides {
  readonly branch: string;
  /** What it stands for; null when it is gone. */
  readonly tip: string | null;
}

export interface WatchFacts {
  /** What is known from before. */
  readonly known: ReadonlyMap<string, KnownBranch>;
  /** Whether a side is looked at for the first time: then only what environments follow is built of it. */
  readonly first: { readonly local: boolean; readonly remote: boolean };
  readonly seen: readonly SeenBranch[];
  /** The environments that get a branch's green builds; null for a branch that nobody wants built. */
  readonly environmentsOf: (branch: string) => readonly string[] | null;
  readonly trigger: WatchTrigger;
  readonly now: number;
}

export interface Noticed {
  /** What is known from now on; null for a branch that is forgotten. */
  readonly changed: ReadonlyMap<string, KnownBranch | null>;
  /** Commits that waited and are not built any more; `by` is what took their place, null where nothing did. */
  readonly superseded: readonly (Waiting & { readonly by: string | null })[];
}

/** Whether a branch is somewhere else than it was. */
export const hasMoved = (known: Sides | undefined, { local, remote }: Sides): boolean =>
  known?.local !== local || known.remote !== remote;

/** Whether a branch has to be looked at: it moved, or an environment follows it and nothing of it was ever built. */
export function isWorthALook(
  known: KnownBranch | undefined,
  sides: Sides,
  environments: readonly string[] | null,
): boolean {
  if (!known || hasMoved(known, sides)) return true;
  if (environments === null) return known.waiting !== null;
  return environments.length > 0 && known.built === null && known.waiting === null;
}

/** What is to be built of what was seen. */
export function notice(facts: WatchFacts): Noticed {
  const changed = new Map<string, KnownBranch | null>();
  const superseded: (Waiting & { by: string | null })[] = [];
  for (const seen of facts.seen) {
    const before = facts.known.get(seen.branch);
    const waiting = waitingOf(facts, before, seen);
    if (before?.waiting && before.waiting.commit !== waiting?.commit)
      superseded.push({ ...before.waiting, by: waiting?.commit ?? null });
    const { branch, local, remote, tip } = seen;
    if (tip !== null) changed.set(branch, { branch, local, remote, waiting, built: before?.built ?? null });
    else if (before) changed.set(branch, null);
  }
  return { changed, superseded };
}

function waitingOf(
  { first, environmentsOf, trigger, now }: WatchFacts,
  before: KnownBranch | undefined,
  { branch, local, remote, tip }: SeenBranch,
): Waiting | null {
  const environments = environmentsOf(branch);
  if (tip === null || environments === null) return null;
  const followed = environments.length > 0;
  const was = before?.waiting ?? null;
  const isNews = (is: string | null, before: string | null, first: boolean): boolean =>
    is !== null && is !== before && (!first || followed || was !== null);
  const pushed =
    isNews(local, before?.local ?? null, first.local) || isNews(remote, before?.remote ?? null, first.remote);
  const neverBuilt = followed && (before?.built ?? null) === null;
  // A side that only went away brings nothing new: what is left there may be older than what was built.
  if (!neverBuilt && !pushed) return was?.commit === tip ? was : null;
  if (tip === before?.built?.commit) return null;
  if (was?.commit === tip) return was;
  return { branch, commit: tip, since: was?.since ?? now, trigger };
}

export interface Line {
  readonly waiting: readonly Waiting[];
  /** What runs now, whoever began it. */
  readonly running: readonly { readonly branch: string; readonly commit: string }[];
  /** How many there may be at one time. */
  readonly atOnce: number;
  readonly paused: boolean;
}

/** What begins now, and what goes on waiting, in order. A branch waits for its own run, and a commit for its other. */
export function nextRuns({ waiting, running, atOnce, paused }: Line): { run: Waiting[]; wait: Waiting[] } {
  const branches = new Set(running.map(({ branch }) => branch));
  const commits = new Set(running.map(({ commit }) => commit));
  const run: Waiting[] = [];
  const wait: Waiting[] = [];
  for (const one of [...waiting].sort(byPlace)) {
    const free = !paused && running.length + run.length < atOnce;
    if (!free || branches.has(one.branch) || commits.has(one.commit)) wait.push(one);
    else {
      run.push(one);
      branches.add(one.branch);
      commits.add(one.commit);
    }
  }
  return { run, wait };
}

const byPlace = (one: Waiting, other: Waiting): number =>
  one.since - other.since || (one.branch < other.branch ? -1 : one.branch > other.branch ? 1 : 0);

/** What became of a branch while a commit of it runs. */
export function overtakenBy(tip: string | null, contained: boolean): 'deleted' | 'rewritten' | null {
  if (tip === null) return 'deleted';
  return contained ? null : 'rewritten';
}
