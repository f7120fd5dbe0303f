/** What commits have in common without saying so: their patch, their pull request, their author, date and subject. */
import type { Signal, Tier } from '../../domain/change.ts';
import { isMerge, type CommitFacts } from './facts.ts';
import { likenessOf, strengthOf, type Likeness, type Link } from './links.ts';
import { inLine, maskOf, type World } from './world.ts';

/** Above this a subject or patch says nothing by itself: “Update translations” is asked for with its date or paths. */
const crowd = 40;

/** Links between commits that stand in different places and look alike. */
export function likenessLinks(world: World, commits: readonly CommitFacts[]): Link[] {
  const seen = new Set<string>();
  const links: Link[] = [];
  const compare = (bucket: readonly CommitFacts[]): void => {
    for (const [index, one] of bucket.entries()) {
      for (const other of bucket.slice(index + 1)) {
        const pair = one.sha < other.sha ? `${one.sha} ${other.sha}` : `${other.sha} ${one.sha}`;
        if (seen.has(pair)) continue;
        seen.add(pair);
        const link = linkOf(world, one, other);
        if (link) links.push(link);
      }
    }
  };
  for (const keys of [patchKeys(world), requestKeys, subjectKeys]) {
    for (const bucket of bucketsOf(commits, keys)) {
      const parts =
        bucket.length <= crowd ? [bucket] : bucketsOf(bucket, narrowKeys).filter((part) => part.length <= crowd);
      parts.forEach(compare);
    }
  }
  return links;
}

const patchKeys =
  (world: World) =>
  (commit: CommitFacts): string[] => {
    const patch = world.patches.get(commit.sha);
    return patch === undefined ? [] : [patch];
  };
/** The request whose changes a commit carries: the one that it copies, else its own. */
const requestKeys = ({ message }: CommitFacts): readonly string[] =>
  message.originRequests.length > 0 ? message.originRequests : message.request === null ? [] : [message.request];
const subjectKeys = ({ message }: CommitFacts): string[] => (message.key === '' ? [] : [message.key]);
const narrowKeys = (commit: CommitFacts): string[] => [
  `at ${String(commit.authoredAt)}`,
  ...(commit.pathSet === null ? [] : [`on ${commit.pathSet} ${commit.message.key}`]),
];

function bucketsOf(commits: readonly CommitFacts[], keys: (commit: CommitFacts) => readonly string[]): CommitFacts[][] {
  const buckets = new Map<string, CommitFacts[]>();
  for (const commit of commits) {
    for (const key of keys(commit)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(commit);
      else buckets.set(key, [commit]);
    }
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1);
}

function linkOf(world: World, one: CommitFacts, other: CommitFacts): Link | null {
  if (isMerge(one) || isMerge(other)) return null;
  const like = likenessOf(one, other);
  const verdict = judged(world, one, other, like);
  if (verdict === null) return null;
  // What is only alike, and stands in the very same places, tells nothing about any of them.
  if (verdict.tier === 'probable' && maskOf(world, one.sha) === maskOf(world, other.sha)) return null;
  // Two commits of one line are two changes; unless one was reverted in between, which only their groups can tell.
  const repeats = inLine(world, one.sha, other.sha);
  if (repeats && (verdict.tier !== 'certain' || !like.sameKey)) return null;
  const { signal, tier, detail } = verdict;
  return { one: one.sha, other: other.sha, signal, tier, strength: strengthOf(signal, tier, like), detail, repeats };
}

interface Judged {
  readonly signal: Signal;
  readonly tier: Tier;
  readonly detail: string;
}

/** The strongest signal between two commits; null when they have too little in common. */
function judged(world: World, one: CommitFacts, other: CommitFacts, like: Likeness): Judged | null {
  const patch = world.patches.get(one.sha);
  if (patch !== undefined && patch === world.patches.get(other.sha)) {
    // Robots and hurried people make one small change on every branch by itself; only a copy keeps the date.
    const certain = like.sameDate && (like.sameKey || like.samePeople);
    return { signal: 'patch', tier: certain ? 'certain' : 'probable', detail: 'makes the same change' };
  }
  const request = requestOf(one, other);
  if (request !== null && (like.sameKey || like.overlap >= 0.5))
    return { signal: 'request', tier: like.sameKey && like.overlap > 0.5 ? 'certain' : 'probable', detail: request };
  if (!like.sameKey) return null;
  if (like.samePeople) {
    const certain = like.sameDate && like.overlap >= 0.5;
    const detail = like.sameDate ? 'author, date and subject' : 'author and subject';
    return { signal: 'identity', tier: certain ? 'certain' : 'probable', detail };
  }
  return like.overlap >= 0.5 ? { signal: 'identity', tier: 'probable', detail: 'subject and paths' } : null;
}

/** The pull request that both carry; null when there is none. */
function requestOf(one: CommitFacts, other: CommitFacts): string | null {
  const numbers = new Set(requestKeys(one));
  return requestKeys(other).find((number) => numbers.has(number)) ?? null;
}
