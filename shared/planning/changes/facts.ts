/** What is known of one commit, apart from where it is. Nothing of it ever changes: it is kept by the commit's name. */
import type { MessageFacts } from './message.ts';

export interface CommitFacts {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  readonly authoredAt: number;
  readonly committedAt: number;
  readonly subject: string;
  readonly workItems: readonly string[];
  readonly message: MessageFacts;
  /** A number for each path that it touches, at most 64 of them, ascending; empty for a merge. */
  readonly paths: readonly number[];
  /** One number for all its paths together; null when it touches nothing, or is a merge. */
  readonly pathSet: string | null;
}

/** A commit in one of the places: bit i of `mask` is set when the place i has it. */
export interface Located {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly mask: bigint;
}

export const isMerge = (commit: { readonly parents: readonly string[] }): boolean => commit.parents.length > 1;

const robots = /\b(?:ro)?bot\b|\[bot\]|mergify|dependabot|automation|jenkins|zuul|infra proposal/i;

/** The people behind a commit, as names and addresses in lower case. A robot that commits for others is nobody. */
export function peopleOf(facts: CommitFacts): readonly string[] {
  const before = known.get(facts);
  if (before) return before;
  const people = readPeople(facts);
  known.set(facts, people);
  return people;
}

/** Every commit is compared with many. */
const known = new WeakMap<CommitFacts, readonly string[]>();

function readPeople(facts: CommitFacts): string[] {
  const own = robots.test(facts.author) || robots.test(facts.email) ? [] : [facts.author, facts.email];
  return [...own.map((text) => text.trim().toLowerCase()), ...facts.message.coAuthors].filter((text) => text !== '');
}

/** How much of what they touch two commits have in common, from 0 to 1. */
export function overlapOf(one: CommitFacts, other: CommitFacts): number {
  const [smaller, larger] = one.paths.length <= other.paths.length ? [one, other] : [other, one];
  if (smaller.paths.length === 0) return 0;
  const known = new Set(larger.paths);
  const shared = smaller.paths.filter((path) => known.has(path)).length;
  return shared / (one.paths.length + other.paths.length - shared);
}
