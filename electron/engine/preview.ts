/** The preview: exactly what a deployment would do, for a person to read. */
import { shortSha, type Commit } from '../../shared/domain/commit.ts';
import { summarize } from '../../shared/domain/release.ts';
import { workItemsIn } from '../../shared/domain/work-items.ts';
import { configurationDiff } from '../../shared/planning/configuration-diff.ts';
import { stopsOf } from '../../shared/planning/rollout-state.ts';
import { wordsOf } from '../../shared/planning/verification/declared.ts';
import type { Movement, Preview } from '../../shared/api/releases.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { problemFrom } from '../../shared/problem.ts';
import { configurationHash } from '../steps/specs.ts';
import type { Engine } from './engine.ts';
import type { Prepared } from './prepare-promotion.ts';
import type { OpenProject } from './workspace.ts';

const listedCommits = 200;

/** Identifies a plan: what was previewed under this hash is what starts under it, or nothing does. */
export const planHash = (plan: DeploymentPlan): string => configurationHash(plan);

/** Commits of `to` that `from` has not; everything up to a page of them when there is no `from`. */
export async function movement(open: OpenProject, from: string | null, to: string): Promise<Movement> {
  const { repository } = open;
  const [count, commits, { configuration }] = await Promise.all([
    repository.count(from, to),
    repository.range(from, to, listedCommits),
    open.configuration(),
  ]);
  return {
    count: count ?? commits.length,
    commits: commits.map(withoutMessage),
    workItems: workItemsIn(
      commits.map((commit) => commit.message),
      configuration?.source.workItems,
    ),
  };
}

const withoutMessage = ({ sha, parents, author, email, authoredAt, committedAt, subject }: Commit): Commit => ({
  sha,
  parents,
  author,
  email,
  authoredAt,
  committedAt,
  subject,
});
const nothing: Movement = { count: 0, commits: [], workItems: [] };

export async function previewOf(
  engine: Engine,
  open: OpenProject,
  prepared: Prepared,
  kind: DeploymentPlan['kind'],
): Promise<Preview> {
  const { plan, refusal, gates, release, environment, current, notices, loses } = prepared;
  const project = open.project.id;
  const currentRelease = current ? engine.store.releases.get(project, current.release) : null;
  const from = currentRelease?.commit ?? null;
  const same = from === release.commit;
  const unknown: string[] = [];
  // Nothing is not the same as not known: a person must not read “0 commits leave” where git could not tell.
  const compared = (error: unknown): Movement => {
    unknown.push(`What comes and what leaves could not be compared: ${problemFrom(error).message}`);
    return nothing;
  };
  const [comes, leaves] = await Promise.all([
    same ? nothing : movement(open, from, release.commit).catch(compared),
    from === null || same ? nothing : movement(open, release.commit, from).catch(compared),
  ]);
  const before = current ? engine.store.revisions.configuration(current.configuration) : null;
  const durations = engine.store.operations.durations(project, kind, environment.name);
  return {
    plan: plan ? planHash(plan) : null,
    refusal,
    environment: environment.name,
    release: summarize(release),
    current: current && currentRelease ? { revision: current.number, release: summarize(currentRelease) } : null,
    restores: plan?.restores ?? null,
    comes,
    leaves,
    loses: loses.map(({ id, subject }) => ({ change: id, subject })),
    configuration: plan ? configurationDiff(before, plan.next.application) : [],
    steps: plan?.steps.map(({ id, title }) => ({ id, title })) ?? [],
    rollout: plan?.rollout
      ? { ...plan.rollout, stops: stopsOf(plan.steps), checks: plan.verify?.checks.map(wordsOf) ?? [] }
      : null,
    bindings: plan?.bindings ?? [],
    expectedMs:
      durations.length === 0 ? null : Math.round(durations.reduce((sum, ms) => sum + ms, 0) / durations.length),
    gates: [...gates],
    wayBack:
      current && currentRelease
        ? `Roll back to #${String(current.number)} (${shortSha(currentRelease.commit)}): its images, configuration and volumes stay.`
        : 'There is nothing before it here: the first deployment has no way back.',
    notices: [...new Set([...unknown, ...(plan?.notices ?? notices)])],
    guarded: environment.kind.guarded,
  };
}
