/** Where settling a file begins, and how far it is then. Pure. */
import type { Conflict, ConflictedFile, LanePick } from '../../../../shared/domain/hotfix.ts';
import { sameConflict } from '../../../../shared/planning/hotfix.ts';
import { conflictsIn, countOf, sidesOf } from './regions.ts';
import type { Progress } from './settlements.ts';

interface Beginning {
  readonly text: string;
  /** Where it comes from: typed and not used yet, settled by hand, or merged as git left it. */
  readonly from: 'draft' | 'settled' | 'merged';
}

/** What the result begins as; null where there is no text to settle line by line. */
export function beginningOf(conflict: Conflict, pick: LanePick): Beginning | null {
  const earlier = pick.settled.find((one) => one.path === conflict.file.path);
  if (conflict.draft !== null) return { text: conflict.draft, from: 'draft' };
  if (earlier?.choice === 'content') return { text: earlier.content, from: 'settled' };
  return conflict.merged === null ? null : { text: conflict.merged, from: 'merged' };
}

/** A text that nobody has looked at yet and that shows no conflict: what collides is something else, and is chosen whole. */
export const isWhole = (conflict: Conflict, beginning: Beginning | null): boolean =>
  beginning === null || (beginning.from === 'merged' && leftIn(conflict, beginning.text) === 0);

const leftIn = (conflict: Conflict, text: string): number => countOf(conflictsIn(text.split('\n'), sidesOf(conflict)));

/** How far a file is before anything is done with it in this sitting. */
export function progressOf(conflict: Conflict, pick: LanePick): Progress {
  const earlier = pick.settled.find((one) => one.path === conflict.file.path);
  if (conflict.draft === null && earlier && earlier.choice !== 'content')
    return { state: 'settled', settlement: earlier };
  const beginning = beginningOf(conflict, pick);
  if (!beginning || isWhole(conflict, beginning)) return { state: 'open', left: null };
  return progressAt(conflict, beginning.text);
}

/** How far a text is that a person settles line by line. */
export function progressAt(conflict: Conflict, text: string): Progress {
  const left = leftIn(conflict, text);
  return left > 0
    ? { state: 'open', left }
    : { state: 'settled', settlement: { path: conflict.file.path, choice: 'content', content: text } };
}

/** The conflict of each file as a name made of its sides: another name, another conflict. */
export function conflictNames(files: readonly ConflictedFile[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { path, base, ours, theirs } of files) {
    const sides = [base, ours, theirs].map((side) => (side ? `${side.mode} ${side.object}` : '-')).join();
    names.set(path, [names.get(path), sides].filter(Boolean).join(' and '));
  }
  return names;
}

/** Whether an answer is about the conflict that the pick has, not an earlier or a later one. */
export const isOf = (conflict: Conflict, pick: LanePick): boolean =>
  pick.files.some((file) => sameConflict(file, conflict.file));
