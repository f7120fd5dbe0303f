/** From commits that a person names to picks of a lane. */
import type { LanePick, PickRequest } from '../../../shared/domain/hotfix.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';

const fullName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A pick for each request, not tried yet. Throws `usage.no-such-ref` for what names no commit. */
export async function picksFor(
  engine: Engine,
  { repository }: OpenProject,
  requests: readonly PickRequest[],
): Promise<LanePick[]> {
  const shas = await Promise.all(
    requests.map(async ({ commit }) => (fullName.test(commit) ? commit : repository.resolve(commit))),
  );
  const commits = await repository.commits(shas);
  return commits.map(({ sha, subject, author, authoredAt }, index) => ({
    id: engine.newId(),
    source: sha,
    mainline: requests[index]?.mainline ?? null,
    subject,
    author,
    authoredAt,
    state: 'waiting',
    commit: null,
    files: [],
    settled: [],
  }));
}
