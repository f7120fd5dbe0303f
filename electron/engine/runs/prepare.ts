/** Gathers the facts of a run of the pipeline and plans it. Nothing is changed by asking. */
import { matchesPattern } from '../../../shared/configuration/flow.ts';
import type { Configuration, EnvironmentDeclaration } from '../../../shared/configuration/schema.ts';
import type { BuildPlan } from '../../../shared/domain/plan.ts';
import type { RunTrigger } from '../../../shared/domain/run.ts';
import { isOpen } from '../../../shared/domain/operation.ts';
import { planRun } from '../../../shared/planning/build.ts';
import { planPipeline, type PipelineFacts, type PlannedPipeline } from '../../../shared/planning/pipeline.ts';
import { fail } from '../../../shared/problem.ts';
import type { Engine } from '../engine.ts';
import { buildFacts, inputsOf, sourceOf, type Inputs, type Source } from '../prepare-build.ts';
import type { OpenProject } from '../workspace.ts';

export interface RunWish {
  /** A branch, tag or commit; the main branch by default. */
  readonly ref?: string | undefined;
  /** The commit of that ref, where it is known: the ref may have moved since. */
  readonly commit?: string | undefined;
  /** Only these stages, with what they need. */
  readonly stages?: readonly string[] | undefined;
  readonly trigger: RunTrigger;
}

/** The plan of a run. Throws what is wrong with the configuration, the ref, or what is to be built. */
export async function prepareRun(engine: Engine, open: OpenProject, wish: RunWish): Promise<BuildPlan> {
  const configuration = await open.requireConfiguration();
  await open.repository.refresh();
  const ref = wish.ref ?? configuration.source.main;
  const source =
    wish.commit === undefined
      ? await sourceOf(engine, open, ref)
      : { ref, commit: wish.commit, fromLane: matchesPattern(configuration.source.release, ref) };
  return planOf(engine, open, configuration, source, {
    trigger: wish.trigger,
    wanted: wish.stages ?? null,
    retries: null,
  });
}

/** The plan that tries a run again at its commit: all of it, or from one stage on with what passed before. */
export async function prepareRetry(
  engine: Engine,
  open: OpenProject,
  run: string,
  stage: string | null,
): Promise<BuildPlan> {
  const { store } = engine;
  const operation = store.operations.get(run);
  const plan = operation?.plan;
  if (operation?.project !== open.project.id || plan?.kind !== 'run' || !plan.run)
    throw fail('usage.no-such-run', `There is no run “${run.slice(0, 60)}”.`, { hint: 'slipway runs lists them.' });
  if (isOpen(operation.status))
    throw fail('conflict.run-open', `“${operation.title}” still goes on.`, {
      hint: 'Wait for its end, or cancel it.',
      retry: true,
      details: { operation: run },
    });
  const configuration = await open.requireConfiguration();
  await open.repository.refresh();
  const fromLane = matchesPattern(configuration.source.release, plan.ref);
  const { wanted } = plan.run;
  const records = store.runs.stages(run);
  return planOf(
    engine,
    open,
    configuration,
    { ref: plan.ref, commit: await open.repository.resolve(plan.commit), fromLane },
    {
      trigger: 'retry',
      wanted: wanted === null || stage === null ? wanted : [...new Set([...wanted, stage])],
      retries: {
        run,
        stage,
        stages: plan.run.stages.map(({ name, work }) => ({
          name,
          work,
          status: records.find((record) => record.name === name)?.status ?? 'pending',
        })),
      },
    },
  );
}

interface Asked {
  readonly trigger: RunTrigger;
  readonly wanted: readonly string[] | null;
  readonly retries: Omit<NonNullable<PipelineFacts['retries']>, 'released'> | null;
}

async function planOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  source: Source,
  asked: Asked,
): Promise<BuildPlan> {
  const plan = (released: boolean): PlannedPipeline =>
    planPipeline({
      pipeline: configuration.pipeline ?? {},
      ref: source.ref,
      wanted: asked.wanted,
      retries: asked.retries ? { ...asked.retries, released } : null,
    });
  const { releases } = plan(false);
  const inputs = releases ? await inputsOf(engine, open, configuration, source) : withoutRelease(configuration, source);
  const pipeline = plan(inputs.known !== null);
  const { stages, skipped, reused, deploys } = pipeline;
  return planRun(await buildFacts(engine, open, inputs), pipeline, {
    trigger: asked.trigger,
    stages,
    skipped,
    wanted: asked.wanted === null ? null : [...asked.wanted],
    retries: asked.retries ? { run: asked.retries.run, reused } : null,
    releases,
    known: inputs.known !== null,
    deploysTo: deploys ? following(configuration, source.ref) : [],
  });
}

/** What only its commit, and what was asked for, tells from other runs. */
const withoutRelease = ({ name, registry }: Configuration, source: Source): Inputs => ({
  ...source,
  inputs: source.commit,
  registry: registry ?? null,
  projectName: name,
  artifacts: [],
  known: null,
});

/** The environments that take what their branch has. */
const following = ({ environments }: Configuration, ref: string): string[] =>
  (Object.entries(environments) as [string, EnvironmentDeclaration][])
    .filter(([, { follows, many }]) => follows === ref && !many)
    .map(([name]) => name);
