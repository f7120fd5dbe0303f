/**
 * What merges made of a change that one line took out and another kept or brought in. A merge settles it as it settles
 * a line of a file: whichever side differs from where the two parted wins.
 */
import type { Ancestry } from './ancestry.ts';

/** Something that a commit did to a change. */
export interface Deed {
  readonly sha: string;
  readonly brings: boolean;
}

/** Above this many the last one counts: nobody reverts and re-applies one change so often on parallel lines. */
const mostWeighed = 24;

/** Whether the change is in a commit. `deeds`, oldest first, are those in its history; `before[i]` those in that of i. */
export function isInAfter(
  ancestry: Ancestry,
  tip: string,
  deeds: readonly Deed[],
  before: readonly (readonly number[])[],
): boolean {
  if (deeds.length > mostWeighed) return deeds.at(-1)?.brings === true;
  const past = before.map((earlier, at) => earlier.reduce((bits, index) => bits | (1 << index), 1 << at));
  const last = past.findIndex((bits) => bits === (1 << deeds.length) - 1);
  // One of them has all the others behind it: no merge had anything to settle.
  if (last >= 0) return deeds[last]?.brings === true;
  const graph = graphOf(ancestry, deeds);
  return graph.stateAt(ancestry.indexOf(tip), (bits) => ofLines(bits, deeds, past));
}

/** The deeds `bits` without knowing how they were merged: line by line, oldest first. */
function ofLines(bits: number, deeds: readonly Deed[], past: readonly number[]): boolean {
  const has = (set: number, at: number): boolean => (set & (1 << at)) !== 0;
  const isLast = (at: number): boolean =>
    has(bits, at) && !past.some((other, later) => later !== at && has(bits, later) && has(other, at));
  const lines = deeds.flatMap((_deed, at) => (isLast(at) ? [at] : []));
  return lines.reduce(
    (sum, at) => {
      const [own, there] = [past[at] ?? 0, deeds[at]?.brings ?? false];
      if (sum.bits === 0) return { bits: own, there };
      const parted = (sum.bits & own) !== 0 && ofLines(sum.bits & own, deeds, past);
      return { bits: sum.bits | own, there: sum.there === parted ? there : sum.there };
    },
    { bits: 0, there: false },
  ).there;
}

/** The same, following the merges as they were made. */
function graphOf(ancestry: Ancestry, deeds: readonly Deed[]) {
  const bits = ancestry.historyBits(deeds.map(({ sha }) => sha));
  const shared = deeds.reduce((set, { sha }, at) => (ancestry.indexOf(sha) < 0 ? set | (1 << at) : set), 0);
  const doneAt = new Map(deeds.map(({ sha, brings }) => [ancestry.indexOf(sha), brings]));
  const known = new Map<number, boolean>();
  const setOf = (at: number): number => (bits[at] ?? 0) | shared;

  const stateAt = (start: number, unmerged: (bits: number) => boolean): boolean => {
    let at = start;
    for (;;) {
      const answer = known.get(at) ?? doneAt.get(at);
      if (answer !== undefined && at >= 0) return answer;
      const parents = at < 0 ? [] : ancestry.parentsOf(at);
      if (at < 0 || setOf(at) === shared || parents.length === 0) return unmerged(at < 0 ? shared : setOf(at));
      // The side that has all that the others have is the outcome, whatever it made of it.
      const whole = parents.find((parent) => setOf(parent) === setOf(at));
      if (whole !== undefined) {
        at = whole;
        continue;
      }
      const result = merged(at, parents, unmerged);
      known.set(at, result);
      return result;
    }
  };

  const merged = (at: number, parents: readonly number[], unmerged: (bits: number) => boolean): boolean => {
    const [first = at, ...others] = parents;
    let there = stateAt(first, unmerged);
    let have = setOf(first);
    for (const other of others) {
      const parted = have & setOf(other);
      if (parted === setOf(other)) continue;
      const fork = parted === shared ? -1 : bits.findIndex((set) => (set | shared) === parted);
      const was = parted !== 0 && (fork < 0 ? unmerged(parted) : stateAt(fork, unmerged));
      there = there === was ? stateAt(other, unmerged) : there;
      have |= setOf(other);
    }
    return there;
  };
  return { stateAt };
}
