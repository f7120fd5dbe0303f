/** The branches of a project, its own and its remote's, and how each stands to main. */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Engine } from '../engine.ts';
import { countBetween } from '../scene.ts';
import type { OpenProject } from '../workspace.ts';
import { remoteBranchesOf, type Tip } from './remote.ts';

export interface Standing extends Tip {
  readonly branch: string;
  /** Commits that it has and main has not, and the other way round; null when that cannot be told. */
  readonly ahead: number | null;
  readonly behind: number | null;
}

export interface Branches {
  readonly main: string | null;
  /** The newest first. */
  readonly all: readonly (Tip & { readonly branch: string })[];
  /** Whether there are no others: while the remote has not said what it has, there may be. */
  readonly isComplete: boolean;
}

/** Where every branch is: the remote's where that has all of the person's own, else theirs. */
export async function branchesOf(engine: Engine, open: OpenProject, configuration: Configuration): Promise<Branches> {
  const { refs } = await open.repository.refs();
  const found = new Map<string, Tip>();
  for (const { kind, name, commit, committedAt } of refs)
    if (kind === 'branch') found.set(name, { commit, committedAt: committedAt ?? 0 });
  const { tips, isComplete } = await remoteBranchesOf(engine, open, configuration.watch?.remote ?? 'origin', refs);
  for (const [branch, theirs] of tips) {
    const own = found.get(branch);
    if (!own || (own.commit !== theirs.commit && (await countBetween(open, theirs.commit, own.commit)) === 0))
      found.set(branch, theirs);
  }
  return {
    main: found.get(configuration.source.main)?.commit ?? null,
    all: [...found]
      .map(([branch, tip]) => ({ branch, ...tip }))
      .toSorted((one, other) => other.committedAt - one.committedAt),
    isComplete,
  };
}

/** A branch against main. */
export async function standingOf(
  open: OpenProject,
  { main }: Pick<Branches, 'main'>,
  branch: Branches['all'][number],
): Promise<Standing> {
  const [ahead, behind] =
    main === null
      ? [null, null]
      : await Promise.all([countBetween(open, main, branch.commit), countBetween(open, branch.commit, main)]);
  return { ...branch, ahead, behind };
}

/** Whether main has everything of it; what cannot be told is not merged. */
export const isMerged = ({ ahead }: Pick<Standing, 'ahead'>): boolean => ahead === 0;
