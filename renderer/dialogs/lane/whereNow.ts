/** Where a lane's branch is in a place that it is published to, as far as is known here. Pure. */
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { Ref } from '../../../shared/domain/commit.ts';

/** Null where there is no such branch. Without `refs`, which are still being read, where it was left. */
export function whereNow(
  { branch, published }: Pick<LaneStatus, 'branch' | 'published'>,
  to: string,
  refs: readonly Pick<Ref, 'name' | 'kind' | 'commit'>[] | null,
): string | null {
  const left = published.find((one) => one.to === to)?.commit ?? null;
  if (!refs) return left;
  const [kind, name] = to === 'repository' ? ['branch', branch] : ['remote', `${to}/${branch}`];
  const there = refs.find((ref) => ref.kind === kind && ref.name === name)?.commit;
  // What the repository has not is gone; what a remote has is only known from the last time that it was fetched.
  return there ?? (to === 'repository' ? null : left);
}
