/** Reverts and re-applies: which commits take a change out, and which put it back. */
import type { Signal, Tier } from '../../domain/change.ts';
import { isMerge, type CommitFacts } from './facts.ts';
import type { Groups } from './grouping.ts';
import { broughtBy, groupBy } from './parts.ts';
import { maskOf, meantBy, type World } from './world.ts';

/** A commit takes the changes of other commits out, or puts them back. */
export interface Effect {
  readonly commit: string;
  readonly takesOut: boolean;
  /** Commits that carry what is taken out or put back: never reverts themselves. */
  readonly targets: readonly string[];
  readonly signal: Signal;
  readonly tier: Tier;
}

/** The effects of all commits by their names. A revert of a revert has the opposite effect on what that one is about. */
export function effectsOf(world: World, groups: Groups): Map<string, Effect> {
  const commits = [...world.facts.values()];
  const wanted = wantedIn(commits);
  const byKey = groupBy(commits, ({ message }) => (wanted.has(message.key) ? [message.key] : []));
  const byRequest = groupBy(commits, ({ message: { request } }) =>
    request !== null && wanted.has(`#${request}`) ? [request] : [],
  );
  const known = new Map<string, Effect | null>();

  const effectOf = (commit: CommitFacts): Effect | null => {
    const before = known.get(commit.sha);
    if (before !== undefined) return before;
    // Two commits that claim to revert each other end here.
    known.set(commit.sha, null);
    const effect = ofWords(commit) ?? ofTwins(commit);
    known.set(commit.sha, effect);
    return effect;
  };

  const ofWords = (commit: CommitFacts): Effect | null => {
    const named = namedBy(world, commit);
    if (named.length > 0) return opposite(commit, named, 'trailer', 'certain');
    const { revertedSubject, revertedRequest, reappliedSubject } = commit.message;
    if (revertedRequest !== null) {
      const targets = likely(world, commit, byRequest.get(revertedRequest) ?? []);
      if (targets.length > 0) return opposite(commit, targets, 'request', 'probable');
    }
    if (revertedSubject !== null) {
      const targets = likely(world, commit, byKey.get(revertedSubject) ?? []).slice(0, 1);
      return targets.length > 0 ? opposite(commit, targets, 'identity', 'probable') : null;
    }
    if (reappliedSubject === null) return null;
    const reverted = likely(world, commit, byKey.get(`revert "${reappliedSubject}"`) ?? []).slice(0, 1);
    if (reverted.length > 0) return opposite(commit, reverted, 'identity', 'probable');
    const original = (byKey.get(reappliedSubject) ?? []).filter((one) => one !== commit && !isMerge(one)).slice(0, 1);
    return original.length > 0 ? settled(commit, false, original.map(shaOf), 'identity', 'probable') : null;
  };

  /** A pick of a revert often says only what it is a pick of. */
  const ofTwins = (commit: CommitFacts): Effect | null => {
    for (const sha of groups.members(commit.sha)) {
      const twin = sha === commit.sha ? undefined : world.facts.get(sha);
      const effect = twin ? effectOf(twin) : null;
      if (effect) return { ...effect, commit: commit.sha };
    }
    return null;
  };

  const opposite = (
    commit: CommitFacts,
    targets: readonly CommitFacts[],
    signal: Signal,
    tier: Tier,
  ): Effect | null => {
    const carried: string[] = [];
    let takesOut = true;
    for (const target of targets) {
      if (isMerge(target)) carried.push(target.sha, ...broughtBy(world, target).map(shaOf));
      else {
        const effect = effectOf(target);
        if (effect) {
          takesOut = !effect.takesOut;
          carried.push(...effect.targets);
        } else carried.push(target.sha);
      }
    }
    return settled(commit, takesOut, carried, signal, tier);
  };

  const effects = new Map<string, Effect>();
  for (const commit of world.facts.values()) {
    const effect = effectOf(commit);
    if (effect) effects.set(commit.sha, effect);
  }
  return effects;
}

/** The subjects and requests that messages speak of: few of all that there are. */
function wantedIn(commits: readonly CommitFacts[]): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const { message } of commits) {
    const { revertedSubject, reappliedSubject, revertedRequest } = message;
    if (revertedSubject !== null) wanted.add(revertedSubject);
    if (reappliedSubject !== null) wanted.add(reappliedSubject).add(`revert "${reappliedSubject}"`);
    if (revertedRequest !== null) wanted.add(`#${revertedRequest}`);
  }
  return wanted;
}

const shaOf = ({ sha }: CommitFacts): string => sha;

function settled(
  commit: CommitFacts,
  takesOut: boolean,
  targets: readonly string[],
  signal: Signal,
  tier: Tier,
): Effect | null {
  const others = [...new Set(targets)].filter((sha) => sha !== commit.sha);
  return others.length === 0 ? null : { commit: commit.sha, takesOut, targets: others, signal, tier };
}

function namedBy(world: World, commit: CommitFacts): CommitFacts[] {
  return commit.message.reverted.flatMap((name) => {
    const sha = meantBy(world, name);
    const facts = sha === null || sha === commit.sha ? undefined : world.facts.get(sha);
    return facts ? [facts] : [];
  });
}

/** Those that a commit could revert by their looks: in its history, the nearest first. */
function likely(world: World, commit: CommitFacts, candidates: readonly CommitFacts[]): CommitFacts[] {
  const place = maskOf(world, commit.sha);
  return candidates
    .filter(
      (one) => one !== commit && (maskOf(world, one.sha) & place) !== 0n && world.ancestry.reaches(commit.sha, one.sha),
    )
    .sort((a, b) => b.committedAt - a.committedAt);
}
