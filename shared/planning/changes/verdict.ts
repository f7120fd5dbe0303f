/** One change in one place: is it there, how is that known, and how surely. */
import type { Correction, Place, RecordedCorrection, Tier, Verdict } from '../../domain/change.ts';
import type { CommitFacts } from './facts.ts';
import type { Effect } from './effects.ts';
import type { Part } from './links.ts';
import type { Model } from './model.ts';
import { presenceOf, type Happening } from './presence.ts';
import type { Route } from './route.ts';
import { maskOf, type World } from './world.ts';

/** A change while its verdicts are found. */
export interface Subject {
  readonly root: string;
  readonly id: string;
  readonly members: readonly string[];
  readonly carriers: readonly CommitFacts[];
  /** The places that have each of the carriers. */
  readonly masks: readonly bigint[];
  readonly wholes: readonly Part[];
  readonly effects: readonly Effect[];
  readonly routes: ReadonlyMap<string, Route>;
  readonly corrections: readonly RecordedCorrection[];
}

/** The verdict of the signals, or of the last person who corrected it. */
export function verdictOf(model: Model, subject: Subject, places: readonly Place[], index: number): Verdict {
  const found = foundIn(model, subject, places[index]?.commit ?? '', 1n << BigInt(index));
  const said = saidOf(model.world, subject, places, index);
  if (!said) return found;
  const present = said.kind === 'present';
  return {
    ...found,
    present,
    by: 'person',
    tier: 'certain',
    commit: present ? (found.commit ?? said.at) : found.commit,
  };
}

/** What a person said of a change in a place, the last word of all. */
export function saidOf(
  world: World,
  subject: Pick<Subject, 'corrections'>,
  places: readonly Place[],
  index: number,
): Extract<Correction, { kind: 'present' | 'absent' }> | null {
  const bit = 1n << BigInt(index);
  for (const { correction } of subject.corrections.toReversed()) {
    if (correction.kind !== 'present' && correction.kind !== 'absent') continue;
    if (places[index]?.commit === correction.at || (maskOf(world, correction.at) & bit) !== 0n) return correction;
  }
  return null;
}

function foundIn(model: Model, subject: Subject, tip: string, bit: bigint): Verdict {
  const { world } = model;
  const standing = subject.carriers.filter((_carrier, at) => ((subject.masks[at] ?? 0n) & bit) !== 0n);
  if (standing.length > 0 && subject.effects.length === 0 && subject.wholes.length === 0)
    return presentBy(
      subject,
      standing.map(({ sha }) => sha),
    );
  const here = (sha: string): boolean => (maskOf(world, sha) & bit) !== 0n;
  const effects = subject.effects.filter(({ commit }) => here(commit));
  const happenings: Happening[] = [
    ...standing.map((commit) => ({ commit, brings: true, carries: true })),
    ...factsOf(world, subject.wholes.map(({ carrier }) => carrier).filter(here)).map((commit) => ({
      commit,
      brings: true,
      carries: true,
    })),
    ...effects.flatMap((effect) =>
      factsOf(world, [effect.commit]).map((commit) => ({ commit, brings: !effect.takesOut, carries: false })),
    ),
  ];
  const { carriers, takenOutBy } = presenceOf(world, tip, happenings);
  if (carriers.length > 0) return presentBy(subject, carriers);
  const effect = effects.find(({ commit }) => commit === takenOutBy);
  if (effect) return { present: false, by: effect.signal, tier: effect.tier, commit: effect.commit, twice: false };
  return { present: false, by: 'commit', tier: doubtOf(model, subject, here), commit: null, twice: false };
}

const factsOf = (world: World, shas: readonly string[]): CommitFacts[] =>
  shas.flatMap((sha) => world.facts.get(sha) ?? []);

/** Of several commits that carry it, the one that is known best answers. */
function presentBy(subject: Subject, carriers: readonly string[]): Verdict {
  const ways = carriers.map((commit) => ({ commit, ...wayTo(subject, commit) }));
  const best = ways.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one));
  return { present: true, by: best.signal, tier: best.tier, commit: best.commit, twice: carriers.length > 1 };
}

const rankOf = ({ signal, tier }: Pick<Route, 'signal' | 'tier'>): number =>
  (tier === 'certain' ? 2 : 0) + (signal === 'commit' ? 1 : 0);

function wayTo(subject: Subject, commit: string): Pick<Route, 'signal' | 'tier'> {
  const route = subject.routes.get(commit);
  if (route) return route;
  const whole = subject.wholes.find(({ carrier }) => carrier === commit);
  if (whole) return whole;
  // A re-apply where the change never stood: it carries what the revert of it says.
  const effect = subject.effects.find((one) => one.commit === commit);
  return effect ?? { signal: 'identity', tier: 'probable' };
}

/** Nothing carries it there; unless something looks as if it did, and was refused. */
function doubtOf(model: Model, subject: Subject, here: (sha: string) => boolean): Tier {
  const doubtful = subject.members.some((sha) =>
    (model.groups.refused.get(sha) ?? []).some((link) => here(link.one === sha ? link.other : link.one)),
  );
  return doubtful ? 'probable' : 'certain';
}
