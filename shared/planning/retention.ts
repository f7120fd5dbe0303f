/** What must be kept: nothing that an environment may still need for a rollback is pruned. */
import type { Release } from '../domain/release.ts';
import type { Revision } from '../domain/revision.ts';

/**
 * Releases whose images nobody may remove: what runs anywhere, everything that ran healthy anywhere (each is a rollback
 * target), what an open operation works with, and the newest of those that never ran.
 */
export function keptReleases(facts: {
  releases: readonly Release[];
  revisions: readonly Revision[];
  working: readonly string[];
  newest: number;
}): ReadonlySet<string> {
  const kept = new Set<string>(facts.working);
  for (const revision of facts.revisions)
    if (revision.healthy || revision.status === 'running' || revision.status === 'deploying')
      kept.add(revision.release);
  const newestFirst = [...facts.releases].sort((a, b) => b.createdAt - a.createdAt);
  for (const release of newestFirst.slice(0, facts.newest)) kept.add(release.id);
  return kept;
}

/** The revisions that count as ways back: what ran in an environment that is no more does not, unless it runs there now. */
export const lastingRevisions = (revisions: readonly Revision[], gone: ReadonlySet<string>): Revision[] =>
  revisions.filter(
    ({ environment, status }) => !gone.has(environment) || status === 'running' || status === 'deploying',
  );
