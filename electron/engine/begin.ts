/** Begins an operation from its plan: row, lease, revision and first events in one transaction. */
import { shortSha } from '../../shared/domain/commit.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { BuildPlan, DeploymentPlan } from '../../shared/domain/plan.ts';
import { causeOf } from '../../shared/domain/revision.ts';
import { fail, ProblemError } from '../../shared/problem.ts';
import { automationRefusal, engineName } from '../../shared/planning/automation.ts';
import { wasCooling } from './cool.ts';
import type { Engine } from './engine.ts';
import { viewOf } from './operations.ts';
import type { Prepared } from './prepare-promotion.ts';
import { planHash } from './preview.ts';
import type { Append } from './publish.ts';
import { rejectRelease } from './reject.ts';
import { keepPorts } from './sides.ts';
import { untilTended } from './tending.ts';

export interface Asked {
  readonly by: string;
  readonly why: string | null;
  readonly key: string;
}

/** The operation that this key began earlier, if any: the same request sent twice is one operation. */
export function earlier(engine: Engine, project: string, key: string): Operation | null {
  const operation = engine.store.operations.byKey(project, key);
  return operation ? viewOf(engine.store, operation) : null;
}

export async function beginBuild(engine: Engine, plan: BuildPlan, asked: Asked): Promise<Operation> {
  await requireWritable(engine);
  const scope = `build:${plan.inputs}`;
  const running = engine.store.operations.openInScope(plan.project, scope);
  if (running) return viewOf(engine.store, running);
  const { operation } = engine.operations.begin(
    {
      id: engine.newId(),
      project: plan.project,
      kind: 'build',
      scope,
      environment: null,
      title: `Build ${shortSha(plan.commit)} (${plan.ref.slice(0, 60)})`,
      release: plan.release,
      revision: null,
      plan,
      startedAt: engine.now(),
      ...asked,
    },
    () => undefined,
  );
  return viewOf(engine.store, operation);
}

/**
 * Begins a promotion or rollback. With `shown`, the hash of the plan that a person saw, anything that changed since is a
 * conflict: what runs is what was shown. With `reject`, the reason, the release that leaves is rejected in the same
 * transaction.
 */
export async function beginDeployment(
  engine: Engine,
  prepared: Prepared,
  shown: string | undefined,
  asked: Asked,
  reject?: string,
): Promise<Operation> {
  const { plan, refusal, environment } = prepared;
  if (refusal) throw new ProblemError(refusal);
  if (!plan) throw fail('failed.plan', 'There is no plan to follow.');
  if (shown !== undefined && shown !== planHash(plan)) {
    throw fail('conflict.plan-changed', `What would happen in ${plan.environment} has changed since it was shown.`, {
      hint: 'Look at the preview again.',
      retry: true,
    });
  }
  await requireWritable(engine);
  await untilTended(plan);
  if ((await wasCooling(plan)) && plan.rollout?.way === 'switch')
    throw fail(
      'conflict.plan-changed',
      `Revision ${String(plan.restores)} was stopped just now: its warm time was over.`,
      {
        hint: 'Look at the preview again: it goes back by a start.',
        retry: true,
      },
    );
  const rejects = rejectionOf(prepared, plan, reject, asked, engine.now());
  const { operation } = engine.operations.begin(
    {
      id: engine.newId(),
      project: plan.project,
      kind: plan.kind,
      scope: `environment:${plan.environment}`,
      environment: plan.environment,
      title: titleOf(plan),
      release: plan.next.release,
      revision: plan.next.revision,
      plan,
      startedAt: engine.now(),
      ...asked,
    },
    (append) => {
      recordRevision(engine, prepared, plan, asked);
      if (asked.by === engineName) requireFree(engine, prepared, plan);
      keepPorts(engine, plan.project, plan.environment, plan.bindings, environment.declaration.publish ?? {});
      append({
        type: 'revision.started',
        project: plan.project,
        environment: plan.environment,
        by: asked.by,
        data: {
          revision: plan.next.revision,
          release: plan.next.release,
          restores: plan.restores,
          ...(prepared.loses.length > 0 ? { loses: prepared.loses.slice(0, 100).map(({ id }) => id) } : {}),
        },
      });
      if (plan.kind === 'rollback') holdAfter(engine, plan, asked, append);
      if (rejects) rejectRelease(engine, plan.project, rejects.release, rejects.rejected, append);
    },
  );
  return viewOf(engine.store, operation);
}

/** What is rejected with a rollback; throws `usage.reject` where that would be the very release that comes. */
function rejectionOf(
  { current }: Prepared,
  { next }: DeploymentPlan,
  why: string | undefined,
  { by }: Asked,
  at: number,
) {
  if (why === undefined || !current) return null;
  if (current.release === next.release)
    throw fail('usage.reject', `Release ${next.release} leaves and comes back: only its configuration is another.`, {
      hint: 'Roll back without rejecting it.',
    });
  return { release: current.release, rejected: { by, at, why } };
}

/** Nothing automatic puts back what a person left, until a person says so. */
function holdAfter(engine: Engine, plan: DeploymentPlan, { by, why }: Asked, append: Append): void {
  const { project, environment, restores } = plan;
  const hold = { by, at: engine.now(), why: why ?? `rolled back to #${String(restores)}` };
  engine.store.holds.set(project, environment, hold);
  append({ type: 'environment.held', project, environment, by, data: { why: hold.why } });
}

/** What the engine begins by itself asks here, in the transaction that would begin it. */
function requireFree({ store }: Engine, { release }: Prepared, { project, environment }: DeploymentPlan): void {
  const hold = store.holds.get(project, environment);
  const refusal = automationRefusal({ environment, hold, openOperation: null, release });
  if (refusal) throw new ProblemError(refusal);
}

function titleOf({ kind, environment, restores, next, scale }: DeploymentPlan): string {
  switch (kind) {
    case 'rollback':
      return `Roll back ${environment} to #${String(restores)}`;
    case 'scale':
      return `Scale ${scale?.service ?? ''} in ${environment} to ${String(scale?.replicas ?? 0)}`;
    case 'promote':
      return `Promote ${shortSha(next.commit)} to ${environment}`;
  }
}

function recordRevision(engine: Engine, { release }: Prepared, plan: DeploymentPlan, asked: Asked): void {
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

/** Throws why nothing new can be begun: a damaged history, a full disk. */
export async function requireWritable(engine: Engine): Promise<void> {
  const reason = engine.store.readOnlyBecause;
  if (reason !== null)
    throw fail('refused.read-only', reason, {
      hint: 'Put back a copy of the data directory. What runs is not touched.',
    });
  await engine.requireRoom();
}
