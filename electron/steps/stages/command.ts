/** A stage that is a command: in a container of its own at the commit, which is gone afterwards unless the command failed. */
import { ProblemError } from '../../../shared/problem.ts';
import { startBeside } from './beside.ts';
import { ensureCaches, ensureStageNetwork, nameOf, removeStage, stageSpec } from './containers.ts';
import { recordReports } from '../record-reports.ts';
import { copySource, keepArtifacts, openSource } from './copies.ts';
import { keepReports, reportsFolder } from './reports.ts';
import {
  allEnded,
  durationText,
  failed,
  passed,
  sizeText,
  stageFailure,
  wasCancelled,
  type CommandStage,
  type RunContext,
  type StageEnd,
  type StageRun,
} from './stage.ts';
import { imageFor, variablesOf } from './values.ts';
import { watchDisk, type Watch } from './watch-disk.ts';

/** From the polite signal until the one that nothing survives. */
const graceMs = 10_000;
/** What a timer takes. */
const longestTimerMs = 2 ** 31 - 1;
const terminal = { columns: 120, rows: 40 };

/**
 * Runs the command. What it prints goes to `output` as it comes. Rejects with the signal's reason when it aborts, and
 * with what is transient when the engine or a registry is away; everything else is how the stage ended. The container of
 * one that failed stays as it was left, until it is tidied away.
 */
export async function runCommand(run: StageRun<CommandStage>, signal: AbortSignal): Promise<StageEnd> {
  const { context, stage } = run;
  const late = new AbortController();
  const ends = AbortSignal.any([signal, late.signal]);
  let end: StageEnd | null = null;
  try {
    end = await inContainer(run, ends, late);
  } catch (thrown) {
    signal.throwIfAborted();
    end = endOf(late.signal.aborted ? late.signal.reason : thrown);
  } finally {
    await removeStage(context, stage, end?.status === 'failed' && (await isWorthALook(context, stage, end)));
  }
  return end;
}

/** Whether somebody may want to look into it: its command ran, and what it left does not fill the disk. */
async function isWorthALook(context: RunContext, stage: CommandStage, { problem }: StageEnd): Promise<boolean> {
  const state = await context.target.inspect(nameOf(context, stage.name));
  return state?.state === 'exited' && state.startedAt !== null && !problem?.code.startsWith('failed.stage-disk');
}

/** A problem that is the stage's own; what may pass by itself is thrown on. */
function endOf(thrown: unknown): StageEnd {
  if (thrown instanceof ProblemError && !thrown.problem.retry) return failed(thrown.problem);
  throw thrown;
}

async function inContainer(run: StageRun<CommandStage>, ends: AbortSignal, late: AbortController): Promise<StageEnd> {
  const { context, stage, output } = run;
  const { target, signal } = context;
  const name = nameOf(context, stage.name);
  const source = openSource(context, ends);
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const watch: Watch = (watched) => {
    void watchDisk(run, watched, over.signal).then((problem) => {
      if (problem) late.abort(problem);
    });
  };
  try {
    await create(run, ends, watch);
    context.crashPoint('stages.run.created');
    const [sourceBytes, printed] = await allEnded([
      copySource(context, stage, source, ends),
      // Attached before it starts: nothing that it prints is missing.
      target.workers.attach(name, over.signal),
    ]);
    const pumped = pump(printed, output);
    pumped.catch(() => undefined);
    await target.startContainer(name);
    // What had to be pulled, or got ready, before is not its time.
    timer = setTimeout(() => late.abort(timedOut(stage)), Math.min(stage.work.timeoutMs, longestTimerMs));
    void target.workers.size(name, terminal);
    context.crashPoint('stages.run.started');
    watch({ container: name, service: null, copiedBytes: sourceBytes });
    const code = await exitOf(context, name, ends, late.signal);
    await pumped;
    signal.throwIfAborted();
    await report(run);
    if (late.signal.aborted) throw late.signal.reason;
    return await verdict(context, stage, name, code);
  } finally {
    clearTimeout(timer);
    over.abort();
    source.stream.destroy();
  }
}

/** Keeps what the command wrote of its tests, also where it failed: then most of all. */
async function report({ context, stage, output }: StageRun<CommandStage>): Promise<void> {
  const { operation, plan, signal } = context;
  if (stage.work.reports.length === 0) return;
  const missed = await keepReports(context, stage, signal);
  const recorded = await recordReports(context, {
    project: plan.project,
    run: operation.id,
    stage: stage.name,
    ref: plan.ref,
    commit: plan.commit,
    folder: reportsFolder(context, stage.name),
    missed,
  });
  for (const line of recorded?.unread ?? []) output.note(`Report ${line}`);
}

/** Everything that has to be there before it is filled: the container, and what stands beside it. */
async function create(run: StageRun<CommandStage>, ends: AbortSignal, watch: Watch): Promise<void> {
  const { context, stage } = run;
  const [image, variables] = await allEnded([
    imageFor(context, stage.work.image),
    variablesOf(context, stage.work.variables),
    ensureCaches(context, stage),
    ensureStageNetwork(context, stage),
  ]);
  ends.throwIfAborted();
  await allEnded([
    startBeside(run, ends, watch),
    context.target.workers.create(stageSpec(context, stage, image, variables)),
  ]);
}

async function pump(printed: AsyncIterable<Buffer>, output: StageRun['output']): Promise<void> {
  for await (const piece of printed) output.append(piece);
}

/** The exit code; of one that had to be ended, whatever that came to. */
async function exitOf(context: RunContext, name: string, ends: AbortSignal, late: AbortSignal): Promise<number> {
  const { target } = context;
  try {
    return await target.workers.exit(name, ends);
  } catch (thrown) {
    if (!ends.aborted) throw thrown;
    // An engine that closes has no time to be polite: the stage runs anew at its next start.
    await target.stopContainer(name, late.aborted || wasCancelled(context) ? graceMs : 0);
    return (await target.inspect(name))?.exitCode ?? 0;
  }
}

async function verdict(context: RunContext, stage: CommandStage, name: string, code: number): Promise<StageEnd> {
  if (code === 0) {
    await keepArtifacts(context, stage, context.signal);
    return passed(0);
  }
  const state = await context.target.inspect(name);
  const { problem } = state?.oomKilled ? outOfMemory(stage) : endedWith(stage, code);
  return failed(problem, code);
}

const endedWith = (stage: CommandStage, code: number): ProblemError =>
  stageFailure(stage, 'stage', `failed with code ${String(code)}.`, 'Its output says why.', { code });

const outOfMemory = (stage: CommandStage): ProblemError =>
  stageFailure(
    stage,
    'stage-memory',
    `ran out of its ${sizeText(stage.work.limits.memoryBytes)} of memory.`,
    'Give it more by `limits: { memory: … }`, or let it do less at one time.',
  );

const timedOut = (stage: CommandStage): ProblemError =>
  stageFailure(
    stage,
    'stage-timeout',
    `did not end within ${durationText(stage.work.timeoutMs)}.`,
    'Its output shows where it stood. Give it longer by `timeout`.',
  );
