/** Runs as a person sees them, from the history and from what is kept beside it. */
import type { Run } from '../../../shared/domain/run.ts';
import { operationStatesOf, runView } from '../../../shared/operations/run-view.ts';
import { fail } from '../../../shared/problem.ts';
import type { RunFilter } from '../../store/queries/runs.ts';
import type { StoredOperation } from '../../store/queries/operations.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';

/** So many are looked at for one page, where only a look at them tells what became of them. */
const mostLookedAt = 1000;

/** The operation of a run; throws `usage.no-such-run`. */
export function requiredRun({ store }: Engine, project: string, run: string): StoredOperation {
  const operation = store.runs.has(project, run) ? store.operations.get(run) : null;
  if (operation) return operation;
  throw fail('usage.no-such-run', `There is no run “${run.slice(0, 60)}”.`, { hint: 'slipway runs lists them.' });
}

export function viewOfRun(engine: Engine, operation: StoredOperation): Run {
  const { store, outputs } = engine;
  const { plan } = operation;
  if (plan.kind !== 'run') throw fail('failed.history-incomplete', `“${operation.title}” is no run.`);
  const stages = store.runs.stages(operation.id);
  const from = new Map(stages.map(({ name, takenFrom }) => [name, takenFrom ?? operation.id]));
  const run = runView({
    operation: viewOf(store, operation),
    plan,
    stages,
    outputBytes: (stage) => outputs.size(from.get(stage) ?? operation.id, stage),
    deployments: store.runs.deployments(operation.id).map((deployment) => ({
      ...deployment,
      operation: deployment.operation === null ? null : store.operations.get(deployment.operation),
    })),
    madeBy: plan.run?.known ? (store.releases.get(plan.project, plan.release)?.operation ?? null) : null,
  });
  const reported = store.tests.ofRuns([...new Set(from.values())]);
  return {
    ...run,
    stages: run.stages.map((stage) => {
      const of = reported.find((one) => one.stage === stage.name && one.run === from.get(stage.name));
      return of ? { ...stage, tests: of.tests, coverage: of.coverage } : stage;
    }),
  };
}

export interface RunsAsked extends Omit<RunFilter, 'operationStatus'> {
  readonly status?: Run['status'] | undefined;
  readonly limit: number;
}

/** Runs, newest first, and whether there are more. */
export function listRuns(
  engine: Engine,
  project: string,
  { status, limit, ...filter }: RunsAsked,
): { runs: Run[]; more: boolean } {
  const { store } = engine;
  const wanted = { ...filter, operationStatus: status && operationStatesOf[status] };
  const found: Run[] = [];
  const amount = status === undefined ? limit + 1 : mostLookedAt;
  for (const { id } of store.runs.list(project, wanted, amount)) {
    const operation = store.operations.get(id);
    if (!operation) continue;
    const run = viewOfRun(engine, operation);
    if (status === undefined || run.status === status) found.push(run);
    if (found.length > limit) break;
  }
  return { runs: found.slice(0, limit), more: found.length > limit };
}
