/** Reasons to take two commits for one change. */
import type { Signal, Tier } from '../../domain/change.ts';
import type { CommitFacts } from './facts.ts';
import { overlapOf, peopleOf } from './facts.ts';

/** Two commits carry the same change. */
export interface Link {
  readonly one: string;
  readonly other: string;
  readonly signal: Signal;
  readonly tier: Tier;
  /** Stronger links are followed first, and a weaker one cannot undo what they say. */
  readonly strength: number;
  /** What is equal, for the evidence. */
  readonly detail: string;
  /** Both stand in one line: they are one change only where it was taken out in between. */
  readonly repeats?: boolean;
}

/** A commit carries several changes at once: a squashed pull request, a pick of many. */
export interface Part {
  readonly carrier: string;
  readonly part: string;
  readonly signal: Signal;
  readonly tier: Tier;
  readonly detail: string;
}

/** What two commits have in common. */
export interface Likeness {
  readonly sameKey: boolean;
  readonly samePeople: boolean;
  readonly sameDate: boolean;
  readonly overlap: number;
}

export function likenessOf(one: CommitFacts, other: CommitFacts): Likeness {
  const people = new Set(peopleOf(one));
  return {
    sameKey: one.message.key !== '' && one.message.key === other.message.key,
    samePeople: peopleOf(other).some((person) => people.has(person)),
    sameDate: one.authoredAt === other.authoredAt,
    overlap: overlapOf(one, other),
  };
}

const ranks: Readonly<Record<Signal, number>> = {
  person: 900,
  commit: 800,
  trailer: 700,
  patch: 500,
  request: 300,
  identity: 300,
  'work-item': 100,
};

/** The strength of a link: its tier before its signal, and among equals the more alike. From 0 to 2000. */
export function strengthOf(signal: Signal, tier: Tier, like: Likeness): number {
  const alike = like.overlap * 40 + (like.sameDate ? 30 : 0) + (like.samePeople ? 10 : 0) + (like.sameKey ? 10 : 0);
  return (tier === 'certain' ? 1000 : 0) + ranks[signal] + alike;
}
