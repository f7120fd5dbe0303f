/** Which stages of a declared pipeline run for a commit, in which order, and which are taken over from an earlier run. */
import { closestOf } from '../configuration/remarks.ts';
import { matchesPattern } from '../configuration/flow.ts';
import { ownStages, type DeclaredPipeline } from '../configuration/pipeline.ts';
import type { BuildPlan } from '../domain/plan.ts';
import type { StagePlan, StageStatus } from '../domain/run.ts';
import { fail } from '../problem.ts';
import { needsOf, ownNeedsOf, stageWork } from './stages.ts';

export interface PipelineFacts {
  readonly pipeline: DeclaredPipeline;
  /** The branch, tag or commit that it runs for. */
  readonly ref: string;
  /** The stages that somebody asked for; null for all. */
  readonly wanted: readonly string[] | null;
  /** The run that is tried again, and the stage of it that must run anew; null for all of them. */
  readonly retries: Retried | null;
}

export interface Retried {
  readonly run: string;
  readonly stage: string | null;
  readonly stages: readonly EarlierStage[];
  /** Whether its release is there, with its images. */
  readonly released: boolean;
}

/** A declared stage as an earlier run at the same commit has it. */
export interface EarlierStage extends Pick<StagePlan, 'name' | 'work'> {
  readonly status: StageStatus;
}

export interface PlannedPipeline {
  /** Those that run, or are taken over, in the order in which they were declared. */
  readonly stages: StagePlan[];
  readonly skipped: NonNullable<BuildPlan['run']>['skipped'];
  readonly reused: string[];
  /** Stages of one wave may run side by side; each wave comes after the one before it. Without those that are reused. */
  readonly early: string[][];
  readonly late: string[][];
  /** Whether a release comes of it. */
  readonly releases: boolean;
  /** Whether its release goes on to the environments that follow the branch. */
  readonly deploys: boolean;
}

/**
 * Plans a pipeline. What is not for this branch, or not asked for, is left out, and what came after it comes after what
 * it came after.
 *
 * @throws ProblemError `usage.no-such-stage` for one that is asked for and is neither declared nor Slipway's own, and
 *   `refused.not-for-branch` for one that does not run for this branch
 */
export function planPipeline(facts: PipelineFacts): PlannedPipeline {
  const { pipeline, ref, retries } = facts;
  const names = Object.keys(pipeline);
  const forBranch = new Set(names.filter((name) => runsFor(pipeline, name, ref)));
  for (const name of [...(facts.wanted ?? []), ...(retries?.stage ? [retries.stage] : [])])
    requireStage(pipeline, forBranch, name, ref);

  const after = new Map(names.map((name) => [name, needsAmong(pipeline, name, forBranch)]));
  const late = lateOf(pipeline);
  const asked = askedFor(
    facts,
    names.filter((name) => forBranch.has(name)),
    after,
    late,
  );
  const stages = names
    .filter((name) => asked.names.has(name))
    .map((name) => ({ name, after: after.get(name) ?? [], late: late.has(name), work: stageWork(pipeline, name) }));
  const reused = reusedOf(stages, retries);
  const left = stages.filter(({ name }) => !reused.has(name));
  return {
    stages,
    skipped: names.flatMap((name) =>
      asked.names.has(name)
        ? []
        : [
            {
              name,
              kind: stageWork(pipeline, name).kind,
              why: forBranch.has(name) ? 'It was not asked for.' : notForBranch(pipeline, name, ref),
            },
          ],
    ),
    reused: [...reused],
    early: wavesOf(left.filter((stage) => !stage.late)),
    late: wavesOf(left.filter((stage) => stage.late)),
    releases: asked.releases,
    deploys: asked.deploys,
  };
}

const branchesOf = (pipeline: DeclaredPipeline, name: string): string[] => [pipeline[name]?.branches ?? []].flat();

const runsFor = (pipeline: DeclaredPipeline, name: string, ref: string): boolean => {
  const patterns = branchesOf(pipeline, name);
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, ref));
};

const notForBranch = (pipeline: DeclaredPipeline, name: string, ref: string): string =>
  `It runs for ${branchesOf(pipeline, name).join(', ')}, not for ${ref.slice(0, 100)}.`;

function requireStage(pipeline: DeclaredPipeline, forBranch: ReadonlySet<string>, name: string, ref: string): void {
  const all = [...Object.keys(pipeline), ...ownStages];
  if (!all.includes(name))
    throw fail('usage.no-such-stage', `The pipeline has no stage “${name.slice(0, 60)}”.`, {
      hint: `Did you mean ${closestOf(name, all) ?? 'another'}? The stages are: ${all.join(', ')}.`,
      details: { stages: all },
    });
  if (Object.hasOwn(pipeline, name) && !forBranch.has(name))
    throw fail('refused.not-for-branch', `“${name}”: ${notForBranch(pipeline, name, ref)}`, {
      hint: 'Run it for such a branch, or change its `branches` in slipway.yaml.',
    });
}

/** What a stage comes after, with what is left out replaced by what that came after. */
function needsAmong(pipeline: DeclaredPipeline, name: string, there: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const add = (needs: readonly string[]): void => {
    for (const need of needs) {
      if (seen.has(need)) continue;
      seen.add(need);
      if (there.has(need)) found.add(need);
      else add(needsOf(pipeline, need));
    }
  };
  add(needsOf(pipeline, name));
  return [...found];
}

/** Stages that run once the release is there: those after one of Slipway's own, and all that come after such a one. */
function lateOf(pipeline: DeclaredPipeline): ReadonlySet<string> {
  const late = new Set<string>();
  const isLate = (name: string): boolean =>
    ownNeedsOf(pipeline, name).length > 0 || needsOf(pipeline, name).some((need) => late.has(need) || isLate(need));
  for (const name of Object.keys(pipeline)) if (isLate(name)) late.add(name);
  return late;
}

interface AskedFor {
  readonly names: ReadonlySet<string>;
  readonly releases: boolean;
  readonly deploys: boolean;
}

/** What was asked for, with all that it needs. Whatever leads to a release needs every stage before the build. */
function askedFor(
  { wanted }: PipelineFacts,
  there: readonly string[],
  after: ReadonlyMap<string, readonly string[]>,
  late: ReadonlySet<string>,
): AskedFor {
  const deploys = wanted === null || wanted.includes('deploy');
  if (deploys) return { names: new Set(there), releases: true, deploys };
  const names = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name) || !after.has(name)) return;
    names.add(name);
    after.get(name)?.forEach(add);
  };
  wanted.forEach(add);
  const releases = wanted.includes('build') || wanted.includes('release') || [...names].some((name) => late.has(name));
  if (releases) there.filter((name) => !late.has(name)).forEach(add);
  return { names, releases, deploys };
}

/** What passed, was done by the same work, and comes after nothing that runs anew. */
function reusedOf(stages: readonly StagePlan[], retries: PipelineFacts['retries']): ReadonlySet<string> {
  const reused = new Set<string>();
  if (retries === null || retries.stage === null) return reused;
  for (const name of wavesOf(stages).flat()) {
    const stage = stages.find((one) => one.name === name);
    const before = retries.stages.find((one) => one.name === name);
    if (!stage || !before || name === retries.stage) continue;
    const passed = before.status === 'passed' || before.status === 'reused';
    const same = JSON.stringify(before.work) === JSON.stringify(stage.work);
    // A release that is made anew was not seen by what ran after the one before it.
    const seen = !stage.late || retries.released;
    if (passed && same && seen && stage.after.every((need) => reused.has(need))) reused.add(name);
  }
  return reused;
}

/** Each stage in the first wave in which all of its needs were met; what is not among these counts as met. */
export function wavesOf(stages: readonly Pick<StagePlan, 'name' | 'after'>[]): string[][] {
  const waves: string[][] = [];
  let left = [...stages];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const wave = left.filter(({ after }) => !after.some((need) => names.has(need)));
    if (wave.length === 0) throw fail('usage.configuration', 'The stages come after one another in a circle.');
    waves.push(wave.map(({ name }) => name));
    left = left.filter((stage) => !wave.includes(stage));
  }
  return waves;
}
