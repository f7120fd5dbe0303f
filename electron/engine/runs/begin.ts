/** Begins a run: operation, lease, stages, what follows, and first events in one transaction. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import { isBuild, type BuildPlan, type Plan } from '../../../shared/domain/plan.ts';
import type { StageRecord } from '../../../shared/domain/run.ts';
import { fail } from '../../../shared/problem.ts';
import { requireWritable, type Asked } from '../begin.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';

/** Of so many runs of a project it is kept what their stages printed, and of the newest of them what they left. */
const keptRuns = 200;
const keptFilesOfRuns = 20;
const removedAtOnce = 10;

/**
 * Begins a run, or answers the one that is at work on the same: two never build one commit at a time.
 *
 * @throws ProblemError `conflict.build-running` while the commit is built outside of a run, and `conflict.run-open` while
 *   a run that does less is at work on it
 */
export async function beginRun(engine: Engine, plan: BuildPlan, asked: Asked): Promise<Operation> {
  await requireWritable(engine);
  const operation = beginRunNow(engine, plan, asked);
  forgetOld(engine, plan.project);
  return operation;
}

/** The same inside a transaction of the caller, who has found out that there is room. */
export function beginRunNow(engine: Engine, plan: BuildPlan, asked: Asked): Operation {
  const { store } = engine;
  const scope = scopeOf(plan);
  const running = store.operations.openInScope(plan.project, scope);
  if (running) {
    if (doesAllOf(running.plan, plan)) return viewOf(store, running);
    throw fail('conflict.run-open', `“${running.title}” is at work on this commit, and does less of its pipeline.`, {
      hint: 'Wait for its end, or cancel it.',
      retry: true,
      details: { operation: running.id },
    });
  }
  const building = plan.run?.known ? null : store.operations.openInScope(plan.project, `build:${plan.inputs}`);
  if (building)
    throw fail('conflict.build-running', `“${building.title}” is building this commit.`, {
      hint: 'Wait for it: the run goes on with its release.',
      retry: true,
      details: { operation: building.id },
    });
  const id = engine.newId();
  const { operation } = engine.operations.begin(
    {
      id,
      project: plan.project,
      kind: 'run',
      scope,
      environment: null,
      title: `Run ${shortSha(plan.commit)} (${plan.ref.slice(0, 60)})`,
      release: releaseOf(plan),
      revision: null,
      plan,
      startedAt: engine.now(),
      ...asked,
    },
    () => {
      keep(engine, id, plan);
    },
  );
  engine.runMoved(plan.project, operation.id);
  return viewOf(store, operation);
}

/** What old runs printed and left is no part of the history. What those take over that go on stays until they end. */
function forgetOld({ store, outputs }: Engine, project: string): void {
  const open = store.operations.openOfProject(project).map(({ id }) => id);
  const needed = new Set([...open, ...open.flatMap((id) => store.runs.stages(id).map(({ takenFrom }) => takenFrom))]);
  const beyond = (kept: number): string[] =>
    store.runs.beyond(project, kept, removedAtOnce).filter((old) => !needed.has(old));
  for (const old of beyond(keptRuns)) void outputs.remove(old).catch(() => undefined);
  for (const old of beyond(keptFilesOfRuns)) void outputs.removeFiles(old).catch(() => undefined);
}

/** Whether a run comes to all that another one would: its stages, and the environments that get its release. */
function doesAllOf(plan: Plan, { run }: BuildPlan): boolean {
  const { stages = [], deploysTo = [] } = (isBuild(plan) && plan.run) || {};
  return (
    (run?.stages ?? []).every((stage) => stages.some(({ name }) => name === stage.name)) &&
    (run?.deploysTo ?? []).every((environment) => deploysTo.includes(environment))
  );
}

const releaseOf = (plan: BuildPlan): string | null => (plan.run?.releases ? plan.release : null);

/** Runs that make the same release are one; of those that make none, those of the same stages. */
const scopeOf = ({ run, inputs, commit }: BuildPlan): string =>
  run?.releases ? `run:${inputs}` : `run:${commit}:${(run?.wanted ?? []).toSorted().join(',')}`;

function keep({ store, now }: Engine, id: string, plan: BuildPlan): void {
  const release = releaseOf(plan);
  store.runs.insert({
    id,
    project: plan.project,
    ref: plan.ref,
    commit: plan.commit,
    release,
    words: [id, plan.commit, plan.ref, plan.subject, plan.author, release ?? ''].join(' '),
    startedAt: now(),
    stages: (plan.run?.stages ?? []).map(({ name }) => taken(store, plan, name)),
    deploysTo: plan.run?.deploysTo ?? [],
  });
}

const pending = { startedAt: null, endedAt: null, code: null, problem: null, takenFrom: null };

/** A stage that is not run again has the outcome that it had. */
function taken(store: Engine['store'], { run }: BuildPlan, name: string): StageRecord {
  const { retries } = run ?? {};
  const before = retries?.reused.includes(name) ? store.runs.stage(retries.run, name) : null;
  if (!retries || !before) return { ...pending, name, status: 'pending' };
  return { ...before, status: 'reused', takenFrom: before.takenFrom ?? retries.run };
}
