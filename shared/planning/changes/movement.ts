/** What a place gains and loses when it moves on, and what is nowhere else. */
import type { Change, Lost, Verdict } from '../../domain/change.ts';
import { frozen } from '../frozen.ts';
import type { Effect } from './effects.ts';
import type { Matrix } from './matrix.ts';
import { maskOf } from './world.ts';

/** What `to` has and `from` lacks, the other way round, and what `to` has more than once. All of it, whatever the reason. */
export interface Movement {
  readonly gains: readonly Change[];
  readonly loses: readonly Change[];
  readonly twice: readonly Change[];
}

export function movementOf(matrix: Matrix, from: string, to: string): Movement {
  const has = (change: Change, place: string): boolean => change.verdicts[place]?.present ?? false;
  return {
    gains: matrix.changes.filter((change) => has(change, to) && !has(change, from)),
    loses: matrix.changes.filter((change) => has(change, from) && !has(change, to)),
    twice: matrix.changes.filter((change) => has(change, to) && change.verdicts[to]?.twice),
  };
}

/**
 * What must not be lost when `from` is followed by `to`, newest first: changes that only `from` has, unless they were
 * reverted on the line of `to` or are meant for one release alone; and reverts whose change `to` still holds.
 */
export function leavingChanges(matrix: Matrix, from: string, to: string): Change[] {
  return [...matrix.changes, ...revertsAsChanges(matrix)]
    .filter((change) => !change.releaseOnly)
    .filter(({ verdicts }) => verdicts[from]?.present === true && isForgotten(verdicts[to]))
    .sort((a, b) => b.committedAt - a.committedAt || (a.id < b.id ? -1 : 1));
}

/** Changes that some places have and main has not, with those places. */
export function lostChanges(matrix: Matrix, main: string, places: readonly string[]): Lost[] {
  const lost = new Map<string, Lost>();
  for (const place of places) {
    for (const change of leavingChanges(matrix, place, main)) {
      const known = lost.get(change.id);
      if (known) known.in.push(place);
      else lost.set(change.id, { change, in: [place] });
    }
  }
  return [...lost.values()].sort((a, b) => b.change.committedAt - a.change.committedAt);
}

/** Not there, and nobody took it out on purpose. What a person said is not there is not there on purpose. */
const isForgotten = (verdict: Verdict | undefined): boolean =>
  verdict !== undefined && !verdict.present && verdict.commit === null && verdict.by !== 'person';

/**
 * An emergency revert is a fix like any other: where it works, its change is out. It is forgotten where the change is
 * still in and was never taken out; where it was taken out and put back, that was on purpose.
 */
function revertsAsChanges(matrix: Matrix): Change[] {
  return matrix.changes.flatMap((change) => {
    const effects =
      change.reverts.length === 0 ? [] : matrix.subject(change).effects.filter(({ takesOut }) => takesOut);
    const working = new Set(
      Object.values(change.verdicts).flatMap((verdict) => (verdict.present ? [] : [verdict.commit])),
    );
    const effect = effects.find(({ commit }) => working.has(commit));
    return effect ? [asChange(matrix, change, effects, effect)] : [];
  });
}

function asChange(matrix: Matrix, change: Change, effects: readonly Effect[], effect: Effect): Change {
  const { world } = matrix.model;
  const facts = world.facts.get(effect.commit);
  const verdicts = matrix.places.map(({ id }, index): [string, Verdict] => {
    const verdict = change.verdicts[id];
    const settled = effects.find(({ commit }) => (maskOf(world, commit) & (1n << BigInt(index))) !== 0n);
    const present = verdict?.present === false && verdict.commit !== null;
    const commit = present ? verdict.commit : verdict?.present && settled ? settled.commit : null;
    return [id, { present, by: effect.signal, tier: effect.tier, commit, twice: false }];
  });
  return frozen({
    ...change,
    id: effect.commit,
    subject: facts?.subject ?? change.subject,
    author: facts?.author ?? change.author,
    authoredAt: facts?.authoredAt ?? change.authoredAt,
    committedAt: facts?.committedAt ?? change.committedAt,
    commits: effects.map(({ commit }) => commit),
    reverts: [],
    workItems: [...(facts?.workItems ?? [])],
    verdicts: Object.fromEntries(verdicts),
    releaseOnly: matrix.isReleaseOnly(effect.commit),
    corrected: false,
  });
}
