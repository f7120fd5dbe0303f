/** How far the files of a pick are settled, and what keeps the whole from being so. Pure. */
import type { ConflictedFile, Settlement } from '../../../../shared/domain/hotfix.ts';
import { words } from './words.ts';

/** A file as it stands: settled, or with so many conflicts left; `left` null where it has to be chosen whole. */
export type Progress =
  | { readonly state: 'settled'; readonly settlement: Settlement }
  | { readonly state: 'open'; readonly left: number | null };

export type Progresses = Readonly<Record<string, Progress>>;

/** What is sent once everything is settled; null before. */
export function settlementsOf(files: readonly ConflictedFile[], progresses: Progresses): Settlement[] | null {
  const all = pathsOf(files).map((path) => progresses[path]);
  return all.every((one) => one?.state === 'settled')
    ? all.flatMap((one) => (one.state === 'settled' ? one.settlement : []))
    : null;
}

/** One file may conflict in two ways; it is settled once. */
export const pathsOf = (files: readonly ConflictedFile[]): string[] => [...new Set(files.map((file) => file.path))];

/** Why the pick cannot be settled yet; null when it can. */
export function whyNot(files: readonly ConflictedFile[], progresses: Progresses): string | null {
  const open = pathsOf(files).filter((path) => progresses[path]?.state !== 'settled');
  const [first] = open;
  if (first === undefined) return null;
  const progress = progresses[first];
  const left = progress?.state === 'open' ? progress.left : null;
  return words.waiting(left ? words.conflictsIn(first, left) : first, open.length - 1);
}
