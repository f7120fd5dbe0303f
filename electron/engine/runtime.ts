/** What driving an operation needs of the world: its steps, their context, its log and its live progress. */
import { stepStates } from '../../shared/operations/reduce.ts';
import { isBuild, isDeployment, type Plan } from '../../shared/domain/plan.ts';
import type { StepPlan } from '../../shared/domain/operation.ts';
import { isOpen } from '../../shared/domain/operation.ts';
import { fail } from '../../shared/problem.ts';
import { stepOf } from '../steps/index.ts';
import type { StepContext } from '../steps/step.ts';
import type { Logs } from '../store/logs.ts';
import type { Outputs } from '../store/output.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Store } from '../store/store.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Journal } from './journal.ts';
import type { Publisher } from './publish.ts';
import { dataOf, type Runtime } from './run.ts';
import type { Workspace } from './workspace.ts';

export interface RuntimeParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly publisher: Publisher;
  readonly workspace: Workspace;
  readonly logs: Logs;
  readonly outputs: Outputs;
  /** Tells, a few times a second at most, that a run moved. */
  readonly runMoved: (project: string, run: string) => void;
  readonly now: () => number;
  readonly crashPoint: CrashPoints;
  readonly secret: (name: string) => Promise<string>;
  readonly mask: (text: string) => string;
}

export function runtimeOn(parts: RuntimeParts): Runtime {
  const { store, journal, publisher, logs, now, crashPoint } = parts;
  return {
    store,
    journal,
    now,
    crashPoint,
    stepOf,
    contextOf: (operation, step, signal) => contextOf(parts, operation, step, signal),
    say(operation, step, text, stream) {
      logs.append(operation.id, { at: now(), source: step?.id ?? 'operation', stream, text });
    },
    moved(operation, step, note) {
      const current = store.operations.get(operation.id) ?? operation;
      const states = stepStates(current.plan.steps, store.operations.journal(operation.id), current.status);
      publisher.live({
        live: 'operation',
        project: current.project,
        operation: current.id,
        environment: current.environment,
        status: current.status,
        step: states.find((state) => state.id === step?.id) ?? null,
        note,
      });
      if (current.kind === 'run') parts.runMoved(current.project, current.id);
      if (!isOpen(current.status)) {
        logs.end(current.id);
        publisher.live({ live: 'status', project: current.project });
      }
    },
  };
}

async function contextOf(
  parts: RuntimeParts,
  operation: StoredOperation,
  step: StepPlan,
  signal: AbortSignal,
): Promise<StepContext<Plan>> {
  const { store, publisher, workspace, logs, now } = parts;
  const open = await workspace.get(operation.project);
  const { configuration } = await open.configuration();
  const { plan } = operation;
  const commit = commitOf(plan);
  return {
    operation: { id: operation.id, project: operation.project, by: operation.by, why: operation.why },
    plan,
    step,
    signal,
    now,
    store,
    dataOf: (id) => dataOf(store, operation.id, id),
    target: open.target(configuration, plan.target),
    repository: open.repository,
    commit: (work) => publisher.commit(work),
    outputs: parts.outputs,
    seen: () => {
      const { project, environment, id } = operation;
      if (operation.kind === 'run') parts.runMoved(project, id);
      if (environment !== null) publisher.live({ live: 'rollout', project, environment, operation: id });
    },
    contents: {
      repository: (path) =>
        commit === null
          ? Promise.reject(fail('failed.plan', 'What removes an environment has no files.'))
          : Promise.resolve(open.repository.archive(commit, path === '.' ? undefined : path)),
      secret: parts.secret,
    },
    say: (text, stream = 'out') => {
      logs.append(operation.id, { at: now(), source: step.id, stream, text });
    },
    mask: parts.mask,
    fence: () => {
      parts.journal.fence(operation);
    },
    crashPoint: parts.crashPoint,
  };
}

/** The commit whose files the steps of a plan work with; null where they work with none. */
function commitOf(plan: Plan): string | null {
  if (plan.kind === 'remove') return null;
  if (isBuild(plan)) return plan.commit;
  return isDeployment(plan) ? plan.next.commit : plan.after.head;
}
