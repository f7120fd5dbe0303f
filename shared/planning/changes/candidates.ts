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
  );
  const rest = amongPlaces(
    placed,
    open.filter((commit) => !alike.has(commit.sha)),
    pathsOf,
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

/** Commits that have a key in common with one that stands in other places. */
function amongPlaces(
  world: World,
  commits: readonly CommitFacts[],
  keyOf: (commit: CommitFacts) => string,
): ReadonlySet<string> {
  const places = new Map<string, { readonly first: bigint; several: boolean }>();
  for (const commit of commits) {
    const key = keyOf(commit);
    const known = places.get(key);
    const mask = maskOf(world, commit.sha);
    if (!known) places.set(key, { first: mask, several: false });
    else known.several ||= known.first !== mask;
  }
  return new Set(commits.filter((commit) => places.get(keyOf(commit))?.several).map(({ sha }) => sha));
}
