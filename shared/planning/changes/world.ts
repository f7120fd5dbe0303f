/** Everything that the matrix is made from: commits, where they are, and what is known of them. */
import type { RecordedCorrection } from '../../domain/change.ts';
import type { Ancestry } from './ancestry.ts';
import type { CommitFacts } from './facts.ts';

export interface World {
  /** How many places there are; bit i of a mask stands for the place i. */
  readonly places: number;
  readonly ancestry: Ancestry;
  /** Commits of the places, those that messages and corrections name, and those that were known once. */
  readonly facts: ReadonlyMap<string, CommitFacts>;
  /** Named commits that every place has, apart from those in `ancestry`. */
  readonly shared: ReadonlySet<string>;
  /** The commits that shortened names in messages stand for; full names stand for themselves. */
  readonly names: ReadonlyMap<string, string>;
  /** The patch of a commit; equal for equal changes whatever is around them. Not every commit has one here. */
  readonly patches: ReadonlyMap<string, string>;
  /** Commits whose contents are not in this clone: their patches could not be compared. */
  readonly unread: readonly string[];
  /** Oldest first. */
  readonly corrections: readonly RecordedCorrection[];
}

/** The places that have a commit. */
export function maskOf(world: World, sha: string): bigint {
  const located = world.ancestry.located.get(sha);
  if (located) return located.mask;
  return world.shared.has(sha) ? (1n << BigInt(world.places)) - 1n : 0n;
}

/** The full name behind a name in a message; a full one stands for itself, known or not. Null for what is neither. */
export function meantBy(world: World, name: string): string | null {
  if (world.facts.has(name)) return name;
  const meant = world.names.get(name);
  if (meant !== undefined) return meant;
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name) ? name : null;
}

/** Whether one of the two is in the other's history: then the later one is no copy, whatever it looks like. */
export function inLine(world: World, one: string, other: string): boolean {
  return world.ancestry.reaches(one, other) || world.ancestry.reaches(other, one);
}

/** What messages say was reverted: by the names of commits, and by the keys of their subjects. */
export function undoneIn(world: World): ReadonlySet<string> {
  const undone = new Set<string>();
  for (const { message } of world.facts.values()) {
    for (const name of message.reverted) undone.add(meantBy(world, name) ?? name);
    if (message.revertedSubject !== null) undone.add(message.revertedSubject);
  }
  return undone;
}
