/** The revision that a deployment makes, recorded as it begins. */
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { causeOf } from '../../shared/domain/revision.ts';
import { fail } from '../../shared/problem.ts';
import type { Asked } from './begin.ts';
import type { Engine } from './engine.ts';
import type { Prepared } from './prepare-promotion.ts';

/**
 * In the transaction that begins the operation. Throws `conflict.plan-changed` when somebody else deployed there
 * meanwhile, `refused.rejected` when somebody rejected what comes.
 */
export function recordRevision(
  engine: Engine,
  { release }: Prepared,
  plan: DeploymentPlan,
  asked: Omit<Asked, 'key'>,
): void {
  const { store } = engine;
  const { next } = plan;
  if (store.revisions.nextNumber(plan.project, plan.environment) !== next.revision) {
    throw fail('conflict.plan-changed', `Somebody else deployed to ${plan.environment} in the meantime.`, {
      hint: 'Look at the preview again.',
      retry: true,
    });
  }
  const rejected = store.releases.get(plan.project, next.release)?.rejected;
  if (rejected)
    throw fail('refused.rejected', `Release ${next.release} was rejected by ${rejected.by}: ${rejected.why}`, {
      hint: 'Look at the preview again.',
    });
  store.revisions.saveConfiguration(next.configuration, next.application);
  const operation = store.operations.openInScope(plan.project, `environment:${plan.environment}`)?.id ?? '';
  const digests = Object.fromEntries(next.artifacts.map((artifact) => [artifact.service, artifact.digest]));
  store.revisions.insert(
    {
      project: plan.project,
      environment: plan.environment,
      number: next.revision,
      release: next.release,
      commit: next.commit,
      cause: causeOf(plan),
      restores: plan.restores,
      operation,
      by: asked.by,
      why: asked.why,
      startedAt: engine.now(),
      configuration: next.configuration,
      digests,
      url: null,
    },
    [
      plan.environment,
      next.release,
      next.commit,
      release.subject,
      release.author,
      release.tag ?? '',
      asked.by,
      asked.why ?? '',
    ].join(' '),
  );
}
