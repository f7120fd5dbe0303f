/** Begins an operation from its plan: row, lease and first events in one transaction. */
import { shortSha } from '../../shared/domain/commit.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { BuildPlan } from '../../shared/domain/plan.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from './engine.ts';
import { viewOf } from './operations.ts';

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
  return beginBuildNow(engine, plan, asked);
}

/** The same inside a transaction of the caller, who has found out that there is room. */
export function beginBuildNow(engine: Engine, plan: BuildPlan, asked: Asked): Operation {
  const scope = `build:${plan.inputs}`;
  const { operations } = engine.store;
  // A run that makes the same release is at work on it.
  const running =
    operations.openInScope(plan.project, scope) ?? operations.openInScope(plan.project, `run:${plan.inputs}`);
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

/** Throws why nothing new can be begun: a damaged history, a full disk. */
export async function requireWritable(engine: Engine): Promise<void> {
  const reason = engine.store.readOnlyBecause;
  if (reason !== null)
    throw fail('refused.read-only', reason, {
      hint: 'Put back a copy of the data directory. What runs is not touched.',
    });
  await engine.requireRoom();
}
