/** Commits that are dragged from a list, and what comes where they are dropped. */
import type { DragEvent } from 'react';
import type { PickRequest } from '../../shared/domain/hotfix.ts';

/** The type of dragged commits in a `DataTransfer`: their names in JSON, newest first. */
const draggedCommits = 'application/x-slipway-commits';

/** Lets commits be dragged, given newest first as lists have them. */
export function dragCommits({ dataTransfer }: DragEvent, newestFirst: readonly string[]): void {
  dataTransfer.setData(draggedCommits, JSON.stringify(newestFirst));
  dataTransfer.effectAllowed = 'copy';
}

export const carriesCommits = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes(draggedCommits);

/** What is dropped, as picks in the order in which the commits were made. */
export const droppedPicks = ({ dataTransfer }: DragEvent): PickRequest[] =>
  namesFrom(dataTransfer.getData(draggedCommits))
    .toReversed()
    .map((commit) => ({ commit }));

/** Names in JSON; none where it is something else: what was dragged may come from anywhere. */
export function namesFrom(text: string): string[] {
  try {
    const names: unknown = JSON.parse(text || '[]');
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
