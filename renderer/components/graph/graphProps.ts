import type { ReactNode } from 'react';
import type { Commit } from '../../../shared/domain/commit.ts';

export interface CommitGraphProps {
  readonly project: string;
  /** A branch, tag or commit; left out, every branch and tag. */
  readonly ref?: string | undefined;
  /** Text of messages, without regard to case. */
  readonly search?: string | undefined;
  /** Part of an author's name or address. */
  readonly author?: string | undefined;
  /** A file or folder that was changed. */
  readonly path?: string | undefined;
  /** A work item that messages mention, such as `#12`. */
  readonly workItem?: string | undefined;
  /** What the list is called by a screen reader. */
  readonly label: string;
  /** Commits that are chosen; those that are not in the list stay chosen. */
  readonly selected: ReadonlySet<string>;
  /**
   * `next` goes through what is chosen newest first, as far as places are known; `anchor` is the commit from which Shift
   * chooses a range.
   */
  readonly onSelect: (next: ReadonlySet<string>, anchor: string | null) => void;
  /** The commit that the keyboard is at. */
  readonly focused: string | null;
  readonly onFocus: (sha: string) => void;
  /** Drawn at the end of a commit's row: forecasts, marks. Called while rows come into sight: must be cheap. */
  readonly decorate?: ((commit: Commit) => ReactNode) | undefined;
  /** Width of the place for decorations, in pixels. */
  readonly decorationWidth?: number | undefined;
  /** Enter or a double click, with the chosen commits, newest first as far as their places are known. */
  readonly onActivate?: ((shas: readonly string[]) => void) | undefined;
  /** Rows can be dragged: all that are chosen, or the one that is dragged when it is not among them. */
  readonly draggable?: boolean | undefined;
  /** Called with the commits that are in sight, when others are. */
  readonly onVisible?: ((commits: readonly Commit[]) => void) | undefined;
  /** The first rows are asked again whenever this changes: the tips of what is shown. */
  readonly fresh?: unknown;
}

/** The type of dragged commits in a `DataTransfer`: their names in JSON, oldest last. */
export const draggedCommits = 'application/x-slipway-commits';
