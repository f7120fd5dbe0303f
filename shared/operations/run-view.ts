/** A run of the pipeline as a person sees it: of its operation, its stages, and the deployments that follow. */
import { isOpen, type Operation, type StepState } from '../domain/operation.ts';
import type { BuildPlan } from '../domain/plan.ts';
import type { FollowingDeployment, Run, Stage, StagePlan, StageRecord, StageStatus } from '../domain/run.ts';
import { problemOf, type Problem } from '../problem.ts';

type Ended = Pick<Operation, 'id' | 'status' | 'problem' | 'startedAt' | 'endedAt'>;

export interface RunFacts {
  readonly operation: Ended & Pick<Operation, 'project' | 'by' | 'why' | 'steps'>;
  readonly plan: BuildPlan;
  readonly stages: readonly StageRecord[];
  readonly outputBytes: (stage: string) => number;
  readonly deployments: readonly (Omit<FollowingDeployment, 'operation'> & { readonly operation: Ended | null })[];
  /** The operation that made the release, where that was there already. */
  readonly madeBy: string | null;
}

/** The view of a run. Tests and coverage are filled in by who has them. */
export function runView(facts: RunFacts): Run {
  const { operation, plan } = facts;
  const { id, project, by, why, startedAt } = operation;
  const stages = stagesOf(facts);
  const status = statusOf(facts);
  return {
    id,
    project,
    commit: plan.commit,
    subject: plan.subject,
    author: plan.author,
    ref: plan.ref,
    release: plan.run?.releases ? plan.release : null,
    trigger: plan.run?.trigger ?? 'person',
    by,
    why,
    retries: plan.run?.retries?.run ?? null,
    operationStatus: operation.status,
    status,
    startedAt,
    endedAt: status === 'running' ? null : lastEnd(facts),
    problem: operation.problem ?? stages.find((stage) => stage.status === 'failed')?.problem ?? null,
    stages,
  };
}

/** Declared ones before the build, Slipway's own, late ones, and a `deploy` for each environment. */
function stagesOf(facts: RunFacts): Stage[] {
  const run = facts.plan.run;
  const declared = run?.stages ?? [];
  const early = declared.filter(({ late }) => !late);
  const late = declared.filter((stage) => stage.late);
  const needed = new Set(declared.flatMap(({ after }) => after));
  const last = (some: readonly StagePlan[]): string[] =>
    some.map(({ name }) => name).filter((name) => !needed.has(name));
  return [
    ...early.map((stage) => declaredStage(facts, stage)),
    ...(run?.skipped ?? []).map(({ name, kind, why }) => ({
      ...ownStage(name, kind, []),
      status: 'skipped' as const,
      problem: problemOf('refused.stage-skipped', why),
    })),
    made(
      facts,
      'build',
      last(early),
      facts.operation.steps.filter(({ id }) => id.startsWith('image.')),
    ),
    made(
      facts,
      'release',
      ['build'],
      facts.operation.steps.filter(({ id }) => id === 'release.record'),
    ),
    ...late.map((stage) => declaredStage(facts, stage)),
    ...deployStages(facts, late.length > 0 ? last(late) : ['release']),
  ];
}

const ownStage = (name: string, kind: Stage['kind'], after: readonly string[]): Stage => ({
  name,
  kind,
  after: [...after],
  status: 'pending',
  startedAt: null,
  endedAt: null,
  code: null,
  problem: null,
  outputBytes: 0,
  environment: null,
  operation: null,
  tests: null,
  coverage: null,
});

function declaredStage(facts: RunFacts, { name, after, late, work }: StagePlan): Stage {
  const record = facts.stages.find((one) => one.name === name);
  const before = late && after.every((need) => !facts.plan.run?.stages.some((one) => one.name === need && one.late));
  const stage = ownStage(name, work.kind, before ? [...after, 'release'] : after);
  if (!record) return { ...stage, status: unreached(facts) };
  const { status, startedAt, endedAt, code, problem, takenFrom } = record;
  return {
    ...stage,
    status: status === 'pending' ? unreached(facts) : status,
    startedAt,
    endedAt,
    code,
    problem,
    outputBytes: facts.outputBytes(name),
    operation: takenFrom,
  };
}

/** What has not begun in a run that is over never will. */
const unreached = ({ operation }: RunFacts): StageStatus => (isOpen(operation.status) ? 'pending' : 'skipped');

/** A stage that consists of steps of the operation; without any, it was not wanted, or done before. */
function made(
  facts: RunFacts,
  name: 'build' | 'release',
  after: readonly string[],
  steps: readonly StepState[],
): Stage {
  const stage = ownStage(name, name, after);
  if (steps.length === 0) {
    const known = facts.plan.run?.known ?? false;
    return known
      ? { ...stage, status: 'reused', operation: facts.madeBy }
      : { ...stage, status: 'skipped', problem: problemOf('refused.stage-skipped', 'It was not asked for.') };
  }
  const begun = steps.flatMap(({ startedAt }) => startedAt ?? []);
  const ended = steps.flatMap(({ endedAt }) => endedAt ?? []);
  const status = statusOfSteps(facts, steps);
  return {
    ...stage,
    status,
    startedAt: begun.length > 0 ? Math.min(...begun) : null,
    endedAt: ended.length > 0 && status !== 'running' && status !== 'pending' ? Math.max(...ended) : null,
    problem: steps.find((step) => step.problem)?.problem ?? null,
  };
}

function statusOfSteps(facts: RunFacts, steps: readonly StepState[]): StageStatus {
  const any = (...statuses: StepState['status'][]): boolean => steps.some(({ status }) => statuses.includes(status));
  if (any('failed', 'unknown')) return 'failed';
  if (steps.every(({ status }) => status === 'done')) return 'passed';
  if (any('undoing', 'undone')) return 'cancelled';
  if (any('running', 'done')) return isOpen(facts.operation.status) ? 'running' : 'skipped';
  return unreached(facts);
}

function deployStages(facts: RunFacts, after: readonly string[]): Stage[] {
  const stage = ownStage('deploy', 'deploy', after);
  if (facts.deployments.length === 0)
    return [
      {
        ...stage,
        status: 'skipped',
        problem: problemOf('refused.stage-skipped', `No environment follows ${facts.plan.ref}.`),
      },
    ];
  return facts.deployments.map(({ environment, state, operation, problem }) => ({
    ...stage,
    environment,
    operation: operation?.id ?? null,
    status: operation ? deployedStatus[operation.status] : state === 'waiting' ? 'pending' : 'skipped',
    startedAt: operation?.startedAt ?? null,
    endedAt: operation?.endedAt ?? null,
    problem: operation?.problem ?? problem,
  }));
}

const deployedStatus = {
  running: 'running',
  waiting: 'running',
  'needs-attention': 'running',
  done: 'passed',
  failed: 'failed',
  aborted: 'cancelled',
} as const satisfies Record<Operation['status'], StageStatus>;

function statusOf({ operation, stages, deployments }: RunFacts): Run['status'] {
  if (operation.status === 'needs-attention') return 'needs-attention';
  if (isOpen(operation.status)) return 'running';
  if (operation.status === 'failed') return 'failed';
  if (operation.status === 'aborted') return 'cancelled';
  const is = (status: StageStatus): boolean => stages.some((stage) => stage.status === status);
  if (is('failed')) return 'failed';
  if (is('cancelled')) return 'cancelled';
  const deployed = deployments.flatMap((one) => one.operation?.status ?? []);
  if (deployed.includes('needs-attention')) return 'needs-attention';
  if (deployed.includes('failed')) return 'failed';
  if (deployed.includes('aborted')) return 'cancelled';
  if (deployed.some(isOpen) || deployments.some(goesOnByItself)) return 'running';
  return 'passed';
}

/** What waits for a person, as where an environment is on hold, keeps no run from having passed. */
const goesOnByItself = ({ state, problem }: { state: string; problem: Problem | null }): boolean =>
  state === 'waiting' && (problem === null || problem.code.startsWith('conflict.') || problem.retry);

const lastEnd = ({ operation, deployments }: RunFacts): number | null =>
  deployments.reduce<number | null>(
    (last, one) => (one.operation?.endedAt ? Math.max(last ?? 0, one.operation.endedAt) : last),
    operation.endedAt,
  );

/** The states that the operations of runs of a status can be in. */
export const operationStatesOf: Readonly<Record<Run['status'], readonly Operation['status'][]>> = {
  running: ['running', 'waiting', 'done'],
  passed: ['done'],
  failed: ['failed', 'done'],
  cancelled: ['aborted', 'done'],
  'needs-attention': ['needs-attention', 'done'],
};
