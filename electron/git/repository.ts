/**
 * What the rest of Slipway may ask of a Git repository. All work happens in a bare mirror of Slipway's own; the user's
 * working tree, index, stash and checked-out branch are never touched, and no hook, filter or driver of it runs.
 */
import type { CommitDiff } from '../../shared/domain/change.ts';
import type { Commit, Ref } from '../../shared/domain/commit.ts';
import type { DiffOptions } from './diff.ts';
import type { LogPage, LogPageOptions } from './log-page.ts';
import type { PickRequest } from '../../shared/domain/hotfix.ts';
import type { Picks } from './picks/picks.ts';
import type { Twins } from './changes.ts';
import type { WorkingTrees } from './working-tree.ts';

export interface Opened {
  /** The folder that identifies the repository: the top of the working tree, or the bare repository itself. */
  readonly root: string;
  readonly bare: boolean;
  readonly shallow: boolean;
  readonly commonDirectory: string;
}

export interface CommitDetail {
  readonly commit: Commit;
  /** At most 100,000 characters. */
  readonly message: string;
  readonly truncated: boolean;
  readonly files: readonly { readonly path: string; readonly added: number | null; readonly deleted: number | null }[];
}

/** Branches where a person asked for them: `repository` is the user's own, anything else the name of a remote. */
export interface Publishing {
  /** The repository's remotes, with the address that pushing goes to, without credentials. */
  remotes(): Promise<{ name: string; address: string }[]>;
  /** Where a branch is there now; null when there is none. `usage.no-such-remote`, `failed.remote` with git's words. */
  branchAt(to: string, branch: string, signal?: AbortSignal): Promise<string | null>;
  /**
   * Brings a branch there from one commit to another by compare-and-swap; null stands for none. Rejects with
   * `conflict.branch-moved`, `refused.checked-out`, and with git's words: `refused.push`, `failed.push`.
   */
  write(
    to: string,
    branch: string,
    move: { from: string | null; commit: string | null },
    signal?: AbortSignal,
  ): Promise<void>;
  /** Who the person is by their git configuration. */
  person(): Promise<{ name: string | null; email: string | null }>;
}

/** The branches of a remote, brought into the mirror with the person's own credentials. No question is ever asked. */
export interface Fetching {
  /** Names of the remotes that the repository has now. */
  remotes(): Promise<string[]>;
  /** Commits by branch, as they were fetched last; empty before the first time. */
  branches(remote: string): Promise<ReadonlyMap<string, string>>;
  /**
   * Asks the remote, brings what is new, and answers its branches. At most half a minute without an answer, ten minutes
   * in all. `usage.no-such-remote`, `refused.remote`; with git's words: `failed.remote-offline`, `-refused`, `-gone`,
   * `-slow`, `failed.remote`.
   */
  fetch(remote: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export interface Repository {
  readonly opened: Opened;
  readonly picks: Picks;
  readonly twins: Twins;
  /** Brings the mirror's refs up to the user's repository; answers whether any moved. Forced pushes are followed. */
  refresh(): Promise<boolean>;
  /** Commits by the names of the user's branches, as the last refresh found them; asks nobody. */
  branches(): ReadonlyMap<string, string>;
  refs(): Promise<{ refs: Ref[]; head: string | null }>;
  /** The commit that a name stands for. `usage.no-such-ref` for anything else, also for what looks like an option. */
  resolve(ref: string): Promise<string>;
  /** Newest first. `ref` undefined: every branch and tag. */
  log(options: {
    ref?: string;
    not?: string;
    skip?: number;
    limit: number;
    search?: string;
    /** Whether `search` must end where a word ends. */
    wholeWord?: boolean;
    signal?: AbortSignal;
  }): Promise<Commit[]>;
  /** A page of a log at any place of a long history; what git walks for it is kept for the next page. */
  page(options: LogPageOptions): Promise<LogPage>;
  /** Exactly these commits, by full names, in their order, as often as they are named; `usage.no-such-commit` for one that is not there. */
  commits(shas: readonly string[]): Promise<Commit[]>;
  detail(sha: string): Promise<CommitDetail>;
  /** What a commit changes, as text, within bounds. `usage.no-such-commit`, `usage.no-such-parent`, `usage.no-such-path`. */
  diff(sha: string, options: DiffOptions): Promise<CommitDiff>;
  /** How many commits `to` has that `from` has not (all of them without one); null when either is not there. */
  count(from: string | null, to: string): Promise<number | null>;
  /** Commits of `from..to`, newest first, at most `limit`, with full messages (for work items). */
  range(from: string | null, to: string, limit: number): Promise<(Commit & { message: string })[]>;
  isAncestor(ancestor: string, of: string): Promise<boolean>;
  /** Those of some commits, by full names, that are not in the history of `tip`. */
  notIn(tip: string, shas: readonly string[]): Promise<Set<string>>;
  tagAt(sha: string): Promise<string | null>;
  treeOf(sha: string): Promise<string>;
  /** The name of the blob or tree at a path of a commit; null when there is none. */
  objectAt(sha: string, path: string): Promise<string | null>;
  /** Text of a blob at a commit; null when there is none. Rejects above `maxBytes`. */
  readFile(sha: string, path: string, maxBytes?: number): Promise<string | null>;
  list(sha: string, path?: string): Promise<{ name: string; type: 'blob' | 'tree' | 'commit' | 'link' }[]>;
  /** `git archive` of a commit, or of a path in it, as a tar stream; no filter runs, symbolic links stay links. */
  archive(sha: string, path?: string, signal?: AbortSignal): NodeJS.ReadableStream;
  /** Keeps a commit in the mirror whatever happens to its branch: `refs/slipway/NAME`, by compare-and-swap. */
  pin(name: string, sha: string): Promise<void>;
  pinned(name: string): Promise<string | null>;
  unpin(name: string): Promise<void>;
  /** Moves a pin by compare-and-swap; null stands for none. Done already is fine, anything else is `conflict.pin-taken`. */
  movePin(name: string, from: string | null, to: string | null): Promise<void>;
  /** Keeps what picking these commits anywhere needs, whatever becomes of their branches: pins `NAME/COMMIT`. */
  keepPicks(name: string, picks: readonly PickRequest[]): Promise<void>;
  /** Address of `origin` without credentials; null when there is none. */
  originUrl(): Promise<string | null>;
  readonly publishing: Publishing;
  readonly fetching: Fetching;
  readonly workingTree: WorkingTrees;
}

export interface Git {
  /** Version of the git that runs, checked to be 2.39 or newer. */
  version(): Promise<string>;
  /** Looks at a folder: `usage.not-a-repository`, `usage.empty-repository`, … or what it is. */
  probe(path: string): Promise<Opened>;
  /** Opens the mirror of a repository, making it first where there is none. `mirror` is the folder for it. */
  open(path: string, mirror: string): Promise<Repository>;
}
