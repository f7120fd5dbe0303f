/** Commits that carry several changes: squashed pull requests, and picks that name many. */
import { isMerge, type CommitFacts } from './facts.ts';
import { likenessOf, type Part } from './links.ts';
import { inLine, maskOf, type World } from './world.ts';

/** More commits than this are no pull request that somebody squashed. */
const mostBrought = 200;

/** The commits that a merge brought in, merges left out; empty when it stands outside of the places. */
export function broughtBy(world: World, merge: CommitFacts): CommitFacts[] {
  const [first, ...rest] = merge.parents;
  if (first === undefined || world.ancestry.indexOf(merge.sha) < 0) return [];
  return world.ancestry.between(rest, [first]).flatMap((sha) => {
    const facts = world.facts.get(sha);
    return facts && !isMerge(facts) ? [facts] : [];
  });
}

/** Parts by what squashed commits list, and by the pull request that is merged in one place and squashed in another. */
export function likelyParts(world: World, commits: readonly CommitFacts[]): Part[] {
  return [...listedParts(world, commits), ...requestParts(world, commits)];
}

function listedParts(world: World, commits: readonly CommitFacts[]): Part[] {
  const listing = commits.filter((commit) => !isMerge(commit) && commit.message.squashedSubjects.length > 0);
  if (listing.length === 0) return [];
  const wanted = new Set(listing.flatMap(({ message }) => message.squashedSubjects));
  const byKey = groupBy(commits, ({ message }) => (wanted.has(message.key) ? [message.key] : []));
  return listing.flatMap((commit) =>
    commit.message.squashedSubjects.flatMap((key): Part[] => {
      // A subject that it has itself makes it a twin, not a whole.
      if (key === commit.message.key) return [];
      const alike = (byKey.get(key) ?? []).filter((part) => mayBePart(world, commit, part));
      const [only] = alike;
      return only && alike.length === 1
        ? [{ carrier: commit.sha, part: only.sha, signal: 'identity', tier: 'probable', detail: 'lists its subject' }]
        : [];
    }),
  );
}

function mayBePart(world: World, whole: CommitFacts, part: CommitFacts): boolean {
  if (part === whole || isMerge(part) || maskOf(world, part.sha) === maskOf(world, whole.sha)) return false;
  const like = likenessOf(whole, part);
  return like.samePeople && touchesWithin(part, whole) && !inLine(world, whole.sha, part.sha);
}

/** Whether one touches only what the other touches too. */
function touchesWithin(part: CommitFacts, whole: CommitFacts): boolean {
  const paths = new Set(whole.paths);
  return part.paths.length > 0 && part.paths.every((path) => paths.has(path));
}

function requestParts(world: World, commits: readonly CommitFacts[]): Part[] {
  const merges = groupBy(commits, (commit) =>
    isMerge(commit) && commit.message.request ? [commit.message.request] : [],
  );
  if (merges.size === 0) return [];
  return commits.flatMap((commit) => {
    if (isMerge(commit)) return [];
    const { originRequests, request } = commit.message;
    const numbers = originRequests.length > 0 ? originRequests : request === null ? [] : [request];
    return numbers.flatMap((number) =>
      (merges.get(number) ?? [])
        .filter(
          (merge) => maskOf(world, merge.sha) !== maskOf(world, commit.sha) && !inLine(world, merge.sha, commit.sha),
        )
        .flatMap((merge) => squashOf(world, commit, merge, number)),
    );
  });
}

function squashOf(world: World, whole: CommitFacts, merge: CommitFacts, number: string): Part[] {
  const brought = broughtBy(world, merge);
  if (brought.length === 0 || brought.length > mostBrought || brought.includes(whole)) return [];
  const detail = `squashes #${number}`;
  return brought.map((part) => ({ carrier: whole.sha, part: part.sha, signal: 'request', tier: 'probable', detail }));
}

export function groupBy<T>(items: readonly T[], keys: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
