/** Begins promotions, rollbacks and changes of replicas: row, lease, revision and first events in one transaction. */
import { shortSha } from '../../shared/domain/commit.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { automationRefusal, engineName } from '../../shared/planning/automation.ts';
import { fail, ProblemError } from '../../shared/problem.ts';
import { requireWritable, type Asked } from './begin.ts';
import { isWarm, wasCooling } from './cool.ts';
import type { Engine } from './engine.ts';
import { viewOf } from './operations.ts';
import type { Prepared } from './prepare-promotion.ts';
import { planHash } from './preview.ts';
import type { Append } from './publish.ts';
import { recordRevision } from './record-revision.ts';
import { rejectRelease } from './reject.ts';
import { keepPorts } from './sides.ts';
import { isQuiet, untilTended } from './tending.ts';

interface Wish {
  readonly prepared: Prepared;
  /** The hash of the plan that a person saw: anything that changed since is a conflict, what runs is what was shown. */
  readonly shown: string | undefined;
  /** One for each: the same request sent twice is one operation. */
  readonly key: string;
}

type Ready = Wish & { readonly plan: DeploymentPlan };

/** Begins one deployment; see `beginDeployments`. */
export async function beginDeployment(
  engine: Engine,
  prepared: Prepared,
  shown: string | undefined,
  { key, ...asked }: Asked,
  reject?: string,
): Promise<Operation> {
  const [operation] = await beginDeployments(engine, [{ prepared, shown, key }], asked, reject);
  if (!operation) throw fail('failed.plan', 'There is no plan to follow.');
  return operation;
}

/**
 * Begins all of these deployments or none, in one transaction. With `reject`, the reason, the releases that leave are
 * rejected in it.
 */
export async function beginDeployments(
  engine: Engine,
  wishes: readonly Wish[],
  asked: Omit<Asked, 'key'>,
  reject?: string,
): Promise<Operation[]> {
  const ready = wishes.map(made);
  const leaving = reject === undefined ? [] : leavingOf(ready);
  await requireWritable(engine);
  // While one of them is waited for, something may begin at another. Nothing is awaited between the answer that it is
  // quiet everywhere and the transaction.
  while (!ready.every(({ plan }) => isQuiet(plan) && isWarm(plan)))
    await Promise.all(ready.map(({ plan }) => untilQuiet(plan)));
  return engine.publisher.commit((append) => {
    const operations = ready.map((one) => begin(engine, one, asked));
    for (const { project, release } of leaving)
      rejectRelease(engine, project, release, { by: asked.by, at: engine.now(), why: reject ?? '' }, append);
    return operations;
  });
}

/** Throws why it cannot begin now. */
function made(wish: Wish): Ready {
  const { plan, refusal } = wish.prepared;
  if (refusal) throw new ProblemError(refusal);
  if (!plan) throw fail('failed.plan', 'There is no plan to follow.');
  if (wish.shown !== undefined && wish.shown !== planHash(plan)) {
    throw fail('conflict.plan-changed', `What would happen in ${plan.environment} has changed since it was shown.`, {
      hint: 'Look at the preview again.',
      retry: true,
    });
  }
  return { ...wish, plan };
}

/** Waits for what the engine does there by itself; throws when that took away what a switch would go back to. */
async function untilQuiet(plan: DeploymentPlan): Promise<void> {
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
}

/** What leaves and is rejected; throws `usage.reject` where one of these releases comes too. */
function leavingOf(ready: readonly Ready[]): { project: string; release: string }[] {
  const leaving = new Map(
    ready.flatMap(({ prepared: { current }, plan }) => (current ? [[current.release, plan.project] as const] : [])),
  );
  const both = ready.find(({ plan }) => leaving.has(plan.next.release));
  if (both)
    throw fail('usage.reject', `Release ${both.plan.next.release} leaves and comes back: it cannot be rejected.`, {
      hint: 'Roll back without rejecting it.',
    });
  return [...leaving].map(([release, project]) => ({ project, release }));
}

function begin(engine: Engine, { prepared, plan, key }: Ready, asked: Omit<Asked, 'key'>): Operation {
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
      key,
      ...asked,
    },
    (append) => {
      const { declaration } = prepared.environment;
      recordRevision(engine, prepared, plan, asked);
      if (asked.by === engineName) requireFree(engine, prepared, plan);
      keepPorts(engine, plan.project, plan.environment, plan.bindings, declaration.publish ?? {});
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
    },
  );
  return viewOf(engine.store, operation);
}

/** Nothing automatic puts back what a person left, until a person says so. */
function holdAfter(engine: Engine, plan: DeploymentPlan, { by, why }: Omit<Asked, 'key'>, append: Append): void {
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
