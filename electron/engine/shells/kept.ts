/** Failed stages that are kept as they were left: found, and tidied away when their time is over. */
import { type KeptStage, noLongerKept } from '../../../shared/planning/kept-stages.ts';
import { isOpen } from '../../../shared/domain/operation.ts';
import { fail } from '../../../shared/problem.ts';
import { labelsOfStage, type RunOf } from '../../steps/stages/containers.ts';
import type { CommandStage } from '../../steps/stages/stage.ts';
import { label } from '../../targets/labels.ts';
import type { FoundWorker, Labels, Target } from '../../targets/target.ts';
import type { Engine } from '../engine.ts';
import { requiredRun } from '../runs/view.ts';
import type { OpenProject } from '../workspace.ts';

export interface StageAsked {
  readonly project: string;
  readonly run: string;
  readonly stage: string;
}

/** One that can be looked into. */
export interface KeptContainer {
  readonly of: RunOf;
  readonly target: Target;
  readonly stage: CommandStage;
  /** Of the container as it was left. */
  readonly name: string;
  readonly endedAt: number;
}

/**
 * A failed stage as it was left.
 *
 * @throws ProblemError `usage.no-such-run`, `refused.stage-not-failed`, `refused.stage-not-kept`
 */
export async function keptStage(engine: Engine, { project, run, stage: name }: StageAsked): Promise<KeptContainer> {
  const operation = requiredRun(engine, project, run);
  const plan = operation.plan.kind === 'run' ? operation.plan : null;
  const stage = plan?.run?.stages.find((one) => one.name === name);
  if (!plan || stage?.work.kind !== 'command' || engine.store.runs.stage(run, name)?.status !== 'failed')
    throw fail('refused.stage-not-failed', `“${name.slice(0, 60)}” is no stage of this run whose command has failed.`, {
      hint: 'Only a failed stage is kept as it was left.',
    });
  if (isOpen(operation.status))
    throw fail('refused.stage-not-kept', 'Its run still goes on.', { hint: 'Wait until it has ended.', retry: true });
  const open = await engine.workspace.get(project);
  const target = open.target(await open.inForce(), plan.target);
  const of = { plan, operation: { id: run } };
  const [found] = await target.workers.find(labelsOfStage(of, name, 'stage'));
  if (found === undefined || found.endedAt === null)
    throw fail('refused.stage-not-kept', `What “${name}” left is not there any more.`, {
      hint: 'A failed stage is kept for an hour, until its branch is run again, and only the newest five of a project. Try the stage again.',
    });
  return { of, target, stage: stage as CommandStage, name: found.name, endedAt: found.endedAt };
}

/** Removes what is not kept any longer, with the shells into it. What belongs to a run that goes on is left to that. */
export async function tidyKept(engine: Engine, project: string, target: Target): Promise<void> {
  const lookedAt = engine.now();
  const found = await target.workers.find({ [label.project]: project, [label.role]: 'stage' });
  const stages = found.flatMap((worker) => keptIn(engine, project, worker, lookedAt));
  for (const { run, stage, name } of noLongerKept(stages, engine.now())) {
    await removeShells(target, {
      [label.project]: project,
      [label.operation]: run,
      [label.service]: `:${stage}`,
    });
    await target.removeContainer(name);
  }
}

/** A run that has ended since it was looked is left as well: what was seen of its containers is older than its end. */
function keptIn(
  { store }: Engine,
  project: string,
  worker: FoundWorker,
  lookedAt: number,
): (KeptStage & { name: string })[] {
  const run = worker.labels[label.operation] ?? '';
  const stage = (worker.labels[label.service] ?? '').slice(1);
  const operation = store.operations.get(run);
  if (operation && (isOpen(operation.status) || (operation.endedAt ?? 0) > lookedAt)) return [];
  const ref = operation?.plan.kind === 'run' ? operation.plan.ref : null;
  const newest = ref === null ? undefined : store.runs.list(project, { ref }, 1)[0]?.id;
  return [
    {
      run,
      stage,
      name: worker.name,
      failed: store.runs.stage(run, stage)?.status === 'failed',
      overtaken: newest !== run,
      endedAt: worker.endedAt,
    },
  ];
}

/** Removes the containers and images that somebody looked into failed stages with. Idempotent. */
export async function removeShells(target: Target, labels: Labels): Promise<void> {
  const shells = { ...labels, [label.role]: 'shell' };
  for (const { name } of await target.workers.find(shells)) await target.removeContainer(name);
  for (const image of await target.shells.snapshots(shells)) await target.shells.removeSnapshot(image);
}

const tidyOpen = async (engine: Engine, open: OpenProject): Promise<void> =>
  tidyKept(engine, open.project.id, open.target(await open.inForce()));

const everyMs = 60_000;

/** Tidies every project that is open, each minute and when one of its runs begins or ends; answers how to stop. */
export function tendKept(engine: Engine): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve();
  let waiting = false;
  let stopped = false;
  const look = (): void => {
    if (waiting || stopped) return;
    waiting = true;
    looking = looking.then(async () => {
      waiting = false;
      // An engine that is away, or a repository, holds up no other; they are looked at again.
      for (const open of engine.workspace.opened()) if (!stopped) await tidyOpen(engine, open).catch(() => undefined);
    });
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  const unlisten = engine.publisher.listen((event) => {
    if (!('type' in event) || (event.type !== 'operation.started' && event.type !== 'operation.finished')) return;
    if (event.operation !== null && engine.store.operations.get(event.operation)?.kind === 'run') look();
  });
  return () => {
    stopped = true;
    clearInterval(timer);
    unlisten();
    return looking;
  };
}
