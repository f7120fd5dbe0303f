/** Picks: what a cherry-pick or a merge would do, and making it, without a working tree. */
import type {
  Conflict,
  ConflictedFile,
  PickForecast,
  PickPlan,
  PickRequest,
  PrerequisiteItem,
  Settlement,
} from '../../../shared/domain/hotfix.ts';

export interface Committer {
  readonly name: string;
  readonly email: string;
}

/** How a conflicted file looks from every side; what belongs to a lane (drafts, earlier resolutions) is not here. */
export type ConflictSides = Omit<Conflict, 'pick' | 'draft' | 'remembered'>;

/**
 * Commits are full object names, here and in what is answered. Looking (`forecasts`, `plan`, `prerequisites`,
 * `conflict`) writes nothing into the mirror or the user's repository; making (`settle`, `merge`, `commit`,
 * `commitMerge`) writes objects into the mirror's own store and moves no ref: pin what must stay.
 *
 * Objects that are not there (partial and shallow clones) are `failed.missing-objects`, whose `details.objects` names
 * them: in `problem` where a forecast is answered, thrown elsewhere.
 */
export interface Picks {
  /** Each on its own on `onto`, in the order asked, as soon as known. Ends when `signal` aborts. Without prerequisites. */
  forecasts(onto: string, picks: readonly PickRequest[], signal?: AbortSignal): AsyncIterable<PickForecast>;
  /**
   * In order, each on what the ones before leave. Behind a conflict nothing can be told: `problem` is
   * `attention.behind-conflict` then. Prerequisites, when asked for, are those of the pick that conflicts.
   */
  plan(
    onto: { name: string; commit: string },
    picks: readonly PickRequest[],
    options: { prerequisites: boolean; signal?: AbortSignal },
  ): Promise<PickPlan>;
  /** First what the conflicting lines name, then sets that were simulated and come out clean, smallest first. */
  prerequisites(onto: string, pick: PickRequest, signal?: AbortSignal): AsyncIterable<PrerequisiteItem>;
  /**
   * The tree of a pick whose conflicts are settled. What is not settled yet is answered, and then there is no tree.
   * A clean pick has its tree with no settlement at all.
   */
  settle(
    onto: string,
    pick: PickRequest,
    files: readonly Settlement[],
  ): Promise<{ tree: string | null; unsettled: ConflictedFile[] }>;
  /** A conflicted file from every side; `usage.no-such-conflict` when that path does not conflict. */
  conflict(onto: string, pick: PickRequest, path: string): Promise<ConflictSides>;
  /**
   * The commit of a pick on `onto`: the source's author, date and message, with the `-x` line. The same input makes
   * the same commit. `at` in milliseconds.
   */
  commit(options: { onto: string; pick: PickRequest; tree: string; committer: Committer; at: number }): Promise<string>;
  /** Merging `other` into `onto` in memory (a back-merge): its tree, or the files that conflict. */
  merge(onto: string, other: string): Promise<{ tree: string | null; files: ConflictedFile[] }>;
  /** The merge commit, with `onto` as first parent. `at` in milliseconds. */
  commitMerge(options: {
    onto: string;
    other: string;
    tree: string;
    message: string;
    committer: Committer;
    at: number;
  }): Promise<string>;
}
