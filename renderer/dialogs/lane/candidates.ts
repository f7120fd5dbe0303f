/** What may go to production after a hotfix: what was pushed aside first, then what waits on the way there. Pure. */
import type { Parked } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { shortSha } from '../../../shared/domain/commit.ts';

export interface Candidate {
  readonly commit: string;
  readonly label: string;
}

export function candidatesOf(status: ProjectStatus, parked: readonly Parked[]): Candidate[] {
  const aside = parked.map(({ commit, environment }) => ({
    commit,
    label: `${shortSha(commit)}, parked in ${environment}`,
  }));
  const production = status.environments.find((one) => one.kind === 'production');
  const coming = status.environments.filter(
    (one) => one.lane === 'main' && one.release && production && one.order < production.order && !one.template,
  );
  const onTheWay = coming
    .toSorted((a, b) => b.order - a.order)
    .flatMap(({ name, release }) =>
      release ? [{ commit: release.commit, label: `${shortSha(release.commit)}, in ${name}` }] : [],
    );
  const seen = new Set<string>();
  return [...aside, ...onTheWay].filter(({ commit }) => !seen.has(commit) && seen.add(commit));
}
