/** The branches of a project's remote: as Slipway asked it last, and what the person has fetched since. */
import type { Ref } from '../../../shared/domain/commit.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';

/** Where a branch is. */
export interface Tip {
  readonly commit: string;
  /** Epoch ms; 0 where that cannot be told. */
  readonly committedAt: number;
}

export interface RemoteBranches {
  readonly tips: ReadonlyMap<string, Tip>;
  /** Whether that is all that it has; without a remote that there ever was, it is. */
  readonly isComplete: boolean;
}

/** `refs`: those of the person's repository. Nobody is asked: watching does that. */
export async function remoteBranchesOf(
  { store }: Engine,
  { project, repository }: OpenProject,
  remote: string,
  refs: readonly Ref[],
): Promise<RemoteBranches> {
  const { fetchedAt } = store.watching.get(project.id);
  const remotes = await repository.fetching.remotes();
  // What was fetched from one that was renamed or taken away stays behind.
  const fetched = remotes.includes(remote) ? [...(await repository.fetching.branches(remote))] : [];
  // What the person's repository lent may be gone there: then only the order of branches suffers.
  const commits = await repository.commits(fetched.map(([, commit]) => commit)).catch(() => []);
  const times = new Map(commits.map(({ sha, committedAt }) => [sha, committedAt]));
  const tips = new Map(
    fetched.map(([branch, commit]): [string, Tip] => [branch, { commit, committedAt: times.get(commit) ?? 0 }]),
  );
  const prefix = `${remote}/`;
  // Younger than the remote's last answer, it came by the person's own fetch; what is older may be gone from there.
  const answeredAt = tips.size > 0 ? (fetchedAt ?? 0) : 0;
  for (const { kind, name, commit, committedAt } of refs)
    if (kind === 'remote' && name.startsWith(prefix) && (committedAt ?? 0) >= answeredAt)
      tips.set(name.slice(prefix.length), { commit, committedAt: committedAt ?? 0 });
  return { tips, isComplete: fetched.length > 0 || (remotes.length === 0 && fetchedAt === null) };
}
