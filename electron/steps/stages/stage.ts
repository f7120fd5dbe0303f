/** What the parts of running a stage hand to one another. */
import type { BuildPlan } from '../../../shared/domain/plan.ts';
import type { CommandWork, StagePlan, StageWork } from '../../../shared/domain/run.ts';
import { fail, type Problem, type ProblemError } from '../../../shared/problem.ts';
import type { OutputWriter } from '../../store/output.ts';
import type { StepContext } from '../step.ts';

export type RunContext = StepContext<BuildPlan>;
export type Planned<Work extends StageWork> = StagePlan & { readonly work: Work };
export type CommandStage = Planned<CommandWork>;

/** How a stage ended, once it has: what it cannot tell because an engine or a registry is away is thrown instead. */
export interface StageEnd {
  readonly status: 'passed' | 'failed';
  readonly code: number | null;
  readonly problem: Problem | null;
}

export const passed = (code: number | null = null): StageEnd => ({ status: 'passed', code, problem: null });

export const failed = (problem: Problem, code: number | null = null): StageEnd => ({ status: 'failed', code, problem });

/** What runs a stage needs beside the step's own context. */
export interface StageRun<Stage extends StagePlan = StagePlan> {
  readonly context: RunContext;
  readonly stage: Stage;
  readonly output: OutputWriter;
}

/** The pipeline of a run's plan. */
export function pipelineOf({ plan, step }: RunContext): NonNullable<BuildPlan['run']> {
  if (!plan.run) throw fail('failed.plan', `The plan has no stages for step ${step.id}.`);
  return plan.run;
}

/** Why a stage did not pass, in one sentence that begins with its name. */
export const stageFailure = (
  stage: StagePlan,
  code: `stage${string}`,
  said: string,
  hint: string,
  details: Problem['details'] = {},
): ProblemError =>
  fail(`failed.${code}`, `Stage “${stage.name}” ${said}`, { hint, details: { stage: stage.name, ...details } });

/** All of these, once each has ended: what is still being made when another fails could not be removed. */
export async function allEnded<T extends readonly unknown[]>(work: {
  readonly [Index in keyof T]: Promise<T[Index]>;
}): Promise<T> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

/** Whether a person asked to end the run: after its release that only ends its stages. */
export const wasCancelled = ({ store, operation }: RunContext): boolean =>
  store.operations.journal(operation.id).some((entry) => entry.type === 'abort');

export const sizeText = (bytes: number): string =>
  bytes >= 1024 ** 3
    ? `${(bytes / 1024 ** 3).toFixed(1).replace(/\.0$/, '')} GB`
    : `${String(Math.round(bytes / 1024 ** 2))} MB`;

export const durationText = (ms: number): string =>
  ms < 60_000 ? `${String(Math.round(ms / 100) / 10)} s` : `${String(Math.round(ms / 6000) / 10)} min`;
