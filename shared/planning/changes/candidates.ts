/** Which commits are worth a patch: reading one costs more than everything else together. */
import { isMerge, type CommitFacts } from './facts.ts';
import { maskOf, meantBy, type World } from './world.ts';

/**
 * Commits that touch exactly what a commit of other places touches, without those whose trailers tell already. What has
 * its author's date and subject in common with another is compared with that one alone, the rest with one another.
 */
export function patchCandidates(world: Omit<World, 'patches' | 'unread' | 'corrections'>): string[] {
  const placed = { ...world, patches: new Map<string, string>(), unread: [], corrections: [] };
  const commits = [...world.facts.values()].filter((commit) => !isMerge(commit) && commit.pathSet !== null);
  const told = toldIn(placed, commits);
  const open = commits.filter(({ sha }) => !told.has(sha));
  const alike = amongPlaces(
    placed,
    open,
    (commit) => `${String(commit.authoredAt)} ${commit.message.key} ${pathsOf(commit)}`,
    false,
  );
  const rest = amongPlaces(
    placed,
    open.filter((commit) => !alike.has(commit.sha)),
    pathsOf,
    true,
  );
  return [...alike, ...rest];
}

const pathsOf = ({ pathSet }: CommitFacts): string => pathSet ?? '';

/** Commits that name a known one, and those that are named. */
function toldIn(world: World, commits: readonly CommitFacts[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { sha, message } of commits) {
    for (const name of message.picked) {
      const origin = meantBy(world, name);
      if (origin === null || !world.facts.has(origin)) continue;
      told.add(sha);
      told.add(origin);
    }
  }
  return told;
}

/**
 * Commits that have a key in common with one that stands in other places: with `apart`, in places of which each has some
 * that the other lacks, as where two branches have grown.
 */
function amongPlaces(
  world: World,
  commits: readonly CommitFacts[],
  keyOf: (commit: CommitFacts) => string,
  apart: boolean,
): ReadonlySet<string> {
  const places = new Map<string, Set<bigint>>();
  const keyed = commits.map((commit) => ({ sha: commit.sha, key: keyOf(commit), mask: maskOf(world, commit.sha) }));
  for (const { key, mask } of keyed) {
    const known = places.get(key);
    if (known) known.add(mask);
    else places.set(key, new Set([mask]));
  }
  const differ = (one: bigint, other: bigint): boolean =>
    apart ? (one & ~other) !== 0n && (other & ~one) !== 0n : one !== other;
  const stands = ({ key, mask }: (typeof keyed)[number]): boolean => {
    const known = places.get(key);
    return known !== undefined && known.size > 1 && [...known].some((other) => differ(mask, other));
  };
  return new Set(keyed.filter(stands).map(({ sha }) => sha));
}
