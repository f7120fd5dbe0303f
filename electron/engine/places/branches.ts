/** The branches of a project, its own and its remote's, and how each stands to main. */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Ref } from '../../../shared/domain/commit.ts';
import { countBetween } from '../scene.ts';
import type { OpenProject } from '../workspace.ts';

export interface Standing {
  readonly branch: string;
  readonly commit: string;
  readonly committedAt: number;
  /** Commits that it has and main has not, and the other way round; null when that cannot be told. */
  readonly ahead: number | null;
  readonly behind: number | null;
}

export interface Branches {
  readonly main: string | null;
  /** The newest first. */
  readonly all: readonly Pick<Standing, 'branch' | 'commit' | 'committedAt'>[];
}

/** Where every branch is: the remote's where that has all of the person's own, else theirs. */
export async function branchesOf(open: OpenProject, configuration: Configuration): Promise<Branches> {
  const { refs } = await open.repository.refs();
  const prefix = `${configuration.watch?.remote ?? 'origin'}/`;
  const own = new Map<string, Ref>();
  for (const ref of refs) if (ref.kind === 'branch') own.set(ref.name, ref);
  for (const ref of refs) {
    if (ref.kind !== 'remote' || !ref.name.startsWith(prefix)) continue;
    const name = ref.name.slice(prefix.length);
    const mine = own.get(name);
    if (!mine || (mine.commit !== ref.commit && (await countBetween(open, ref.commit, mine.commit)) === 0))
      own.set(name, ref);
  }
  const all = [...own].map(([branch, ref]) => ({ branch, commit: ref.commit, committedAt: ref.committedAt ?? 0 }));
  return {
    main: own.get(configuration.source.main)?.commit ?? null,
    all: all.toSorted((a, b) => b.committedAt - a.committedAt),
  };
}

/** A branch against main. */
export async function standingOf(
  open: OpenProject,
  { main }: Branches,
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
