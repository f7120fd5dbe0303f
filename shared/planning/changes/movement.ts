/** What a place gains and loses when it moves on, and what is nowhere else. */
import type { Change, Lost, Verdict } from '../../domain/change.ts';
import { frozen } from '../frozen.ts';
import { isBorneOut } from './borne-out.ts';
import type { Effect } from './effects.ts';
import type { Matrix } from './matrix.ts';
import { standingIn } from './verdict.ts';
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
 * reverted on the line of `to` or are meant for one release alone; and reverts whose change `to` still holds. What a
 * message in `to` only claims, that it brings a change or takes it out, counts for nothing here: no fix goes by a word.
 */
export function leavingChanges(matrix: Matrix, from: string, to: string): Change[] {
  const leaving = matrix.changes.filter((change) => isLeaving(matrix, change, from, to));
  return [...leaving, ...revertsLeaving(matrix, from, to)]
    .filter(({ releaseOnly }) => !releaseOnly)
    .sort((a, b) => b.committedAt - a.committedAt || (a.id < b.id ? -1 : 1));
}

function isLeaving(matrix: Matrix, change: Change, from: string, to: string): boolean {
  const [here, there] = [change.verdicts[from], change.verdicts[to]];
  // What a person said of it is meant so.
  if (!here?.present || !there || there.by === 'person') return false;
  if (there.commit === null) return true;
  if (there.commit === here.commit) return false;
  const known = carriersOf(matrix, change, from);
  const told = there.present ? carriersOf(matrix, change, to) : [there.commit];
  return known.length > 0 && !isBorneOut(matrix.model.world, told, known);
}

/** The commits that carry a change in a place now. */
function carriersOf(matrix: Matrix, change: Change, place: string): readonly string[] {
  const index = matrix.places.findIndex(({ id }) => id === place);
  const tip = matrix.places[index]?.commit ?? '';
  return standingIn(matrix.model, matrix.subject(change), tip, 1n << BigInt(index)).carriers;
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

/**
 * An emergency revert is a fix like any other: where it works, its change is out. It is forgotten where the change is
 * still in and was never taken out; where it was taken out and put back, that was on purpose.
 */
function revertsLeaving(matrix: Matrix, from: string, to: string): Change[] {
  const { world } = matrix.model;
  const bit = 1n << BigInt(matrix.places.findIndex(({ id }) => id === to));
  return matrix.changes.flatMap((change) => {
    const [here, there] = [change.verdicts[from], change.verdicts[to]];
    if (!here || here.present || here.commit === null || !there) return [];
    const working = here.commit;
    const tells = (commit: string): boolean => isBorneOut(world, [commit], [working]);
    if (!there.present && (there.by === 'person' || there.commit === null || tells(there.commit))) return [];
    const effects = matrix.subject(change).effects.filter(({ takesOut }) => takesOut);
    const effect = effects.find(({ commit }) => commit === working);
    const again = effects.some(({ commit }) => (maskOf(world, commit) & bit) !== 0n && tells(commit));
    return effect && !again ? [asChange(matrix, change, effects, effect)] : [];
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
