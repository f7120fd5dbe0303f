import { z } from 'zod';
import type { GateWork, StagePlan, StageRecord, StageStatus } from '../../shared/domain/run.ts';
import { defaultRetryPolicy, recordsOf } from '../../shared/operations/decide.ts';
import { fail, problemFrom, problemOf, ProblemError, type Problem } from '../../shared/problem.ts';
import { maskedProblem } from '../secrets/mask.ts';
import { runCommand } from './stages/command.ts';
import { removeStage } from './stages/containers.ts';
import { runGate } from './stages/gate.ts';
import {
  pipelineOf,
  wasCancelled,
  type CommandStage,
  type Planned,
  type RunContext,
  type StageEnd,
} from './stages/stage.ts';
import { absent, type BuildStep } from './step.ts';

const inputSchema = z.object({ stages: z.array(z.string()) });

/**
 * Runs one wave of stages side by side. Before the release a stage that fails ends the run, once the others of its wave
 * have ended; after it, it is recorded, and those that come later are left out.
 */
export const stagesRun: BuildStep = {
  type: 'stages.run',
  async run(context) {
    const stages = stagesOf(context);
    const why = notNow(context, stages);
    if (why) {
      for (const stage of stages) {
        if (isOver(context, stage)) continue;
        // A crash after it was cancelled: its container may be there still.
        if (recordOf(context, stage).status !== 'pending') await removeLeftovers(context, stage);
        leave(context, stage, { status: why === cancelledProblem ? 'cancelled' : 'skipped', problem: why });
      }
      return null;
    }
    const ended = await Promise.allSettled(stages.map((stage) => runStage(context, stage)));
    for (const [index, stage] of stages.entries()) {
      const one = ended[index];
      if (one?.status === 'rejected' && !isRecorded(context, stage, one.reason)) throw one.reason;
    }
    const failed = stages
      .map(({ name }) => context.store.runs.stage(context.operation.id, name))
      .find((one) => one?.status === 'failed');
    if (failed?.problem && !stages.some(({ late }) => late))
      throw new ProblemError({ ...failed.problem, retry: false });
    return null;
  },
  // A container that nobody heard is no outcome: what is left of it is removed, and the stage runs anew.
  probe: () => Promise.resolve(absent),
  async undo(context) {
    for (const stage of stagesOf(context)) {
      // One that failed stays as it was left: somebody may want to look into it.
      await removeLeftovers(context, stage, recordOf(context, stage).status === 'failed' && !wasCancelled(context));
      if (recordOf(context, stage).status !== 'running') continue;
      const problem = wasCancelled(context) ? cancelledProblem : lastProblem(context);
      leave(context, stage, { status: problem === cancelledProblem ? 'cancelled' : 'failed', problem });
    }
  },
};

const cancelledProblem = problemOf('failed.cancelled', 'It was cancelled.');

function stagesOf(context: RunContext): StagePlan[] {
  const { stages } = inputSchema.parse(context.step.input);
  const pipeline = pipelineOf(context);
  return pipeline.stages.filter(({ name }) => stages.includes(name));
}

/** Why a late wave does not run: something before it did not pass. What comes before the release is ended by the journal. */
function notNow(context: RunContext, stages: readonly StagePlan[]): Problem | null {
  if (!stages.some(({ late }) => late)) return null;
  if (wasCancelled(context)) return cancelledProblem;
  const own = new Set(stages.map(({ name }) => name));
  const before = context.store.runs
    .stages(context.operation.id)
    .find(({ name, status }) => !own.has(name) && (status === 'failed' || status === 'cancelled'));
  return before
    ? problemOf('failed.stage-before', `“${before.name}” did not pass.`, { details: { stage: before.name } })
    : null;
}

/** A late stage that patience did not help has failed: its release is there, and nobody has to decide anything. */
function isRecorded(context: RunContext, stage: StagePlan, thrown: unknown): boolean {
  const problem = problemFrom(thrown);
  if (!stage.late || context.signal.aborted) return stage.late && wasCancelled(context) && !problem.retry;
  const { store, operation, step } = context;
  const attempts = recordsOf(store.operations.journal(operation.id), 'forward').get(step.id)?.attempts ?? 0;
  if (problem.retry && attempts < defaultRetryPolicy.maxAttempts) return false;
  record(context, stage, { status: 'failed', problem });
  return true;
}

/** Why the step failed in the end. */
const lastProblem = ({ store, operation, step }: RunContext): Problem =>
  recordsOf(store.operations.journal(operation.id), 'forward').get(step.id)?.problem ?? cancelledProblem;

const recordOf = ({ store, operation }: RunContext, { name }: StagePlan): StageRecord =>
  store.runs.stage(operation.id, name) ?? {
    name,
    status: 'pending',
    startedAt: null,
    endedAt: null,
    code: null,
    problem: null,
    takenFrom: null,
  };

const over: readonly StageStatus[] = ['passed', 'failed', 'skipped', 'reused'];
const isOver = (context: RunContext, stage: StagePlan): boolean => over.includes(recordOf(context, stage).status);

/** Runs one stage to its end, and records that. One that ended before a crash is left as it is. */
async function runStage(context: RunContext, stage: StagePlan): Promise<void> {
  const { outputs, operation, signal } = context;
  const before = recordOf(context, stage);
  if (isOver(context, stage)) return;
  const output = outputs.writer(operation.id, stage.name);
  try {
    if (before.status !== 'pending') {
      await removeLeftovers(context, stage);
      output.note('It was interrupted, and starts again.');
    }
    record(context, stage, { status: 'running' });
    context.crashPoint('stages.run.recorded');
    const end = await perform(context, stage, output, signal);
    record(context, stage, end);
    context.crashPoint('stages.run.ended');
  } catch (thrown) {
    // What could not be removed now is still there: it is tried again, and cancelled by then.
    if (!signal.aborted || !wasCancelled(context) || problemFrom(thrown).retry) throw thrown;
    record(context, stage, { status: 'cancelled', problem: cancelledProblem });
    throw fail('failed.cancelled', 'It was cancelled.');
  } finally {
    output.end();
  }
}

function perform(
  context: RunContext,
  stage: StagePlan,
  output: ReturnType<RunContext['outputs']['writer']>,
  signal: AbortSignal,
): Promise<StageEnd> {
  const run = { context, output };
  return stage.work.kind === 'command'
    ? runCommand({ ...run, stage: stage as CommandStage }, signal)
    : runGate({ ...run, stage: stage as Planned<GateWork> }, signal);
}

async function removeLeftovers(context: RunContext, stage: StagePlan, stays = false): Promise<void> {
  if (stage.work.kind === 'command') await removeStage(context, stage as CommandStage, stays);
}

/** Records what came of a stage that nobody is at any more, and lets go of who follows what it prints. */
function leave(context: RunContext, stage: StagePlan, came: Came): void {
  record(context, stage, came);
  context.outputs.writer(context.operation.id, stage.name).end();
}

type Came = Pick<StageRecord, 'status'> & Partial<Pick<StageRecord, 'code' | 'problem'>>;

/** Records what came of a stage, with its event, in one transaction. */
function record(context: RunContext, stage: StagePlan, came: Came): void {
  const { store, operation, plan, now, mask, seen } = context;
  const before = recordOf(context, stage);
  const running = came.status === 'running';
  const startedAt = running ? now() : before.startedAt;
  const problem = came.problem ? maskedProblem(came.problem, mask) : null;
  context.commit((append) => {
    store.runs.setStage(operation.id, {
      name: stage.name,
      status: came.status,
      startedAt,
      endedAt: running || startedAt === null ? null : now(),
      code: came.code ?? null,
      problem,
      takenFrom: null,
    });
    append({
      type: 'run.stage',
      project: plan.project,
      operation: operation.id,
      by: operation.by,
      data: {
        run: operation.id,
        stage: stage.name,
        status: came.status,
        ...(problem ? { code: problem.code, message: problem.message } : {}),
      },
    });
  });
  seen();
}
