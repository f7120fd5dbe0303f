/** How a release is built from a commit, alone or by a run of the whole pipeline. */
import type { BuildPlan } from '../domain/plan.ts';
import type { StepPlan } from '../domain/operation.ts';
import { frozen } from './frozen.ts';
import type { PlannedPipeline } from './pipeline.ts';

type Facts = Omit<BuildPlan, 'kind' | 'steps' | 'run'>;

const step = (id: string, type: string, title: string, input: StepPlan['input'] = null, commits = false): StepPlan => ({
  id,
  type,
  title,
  input,
  commits,
});

/** The plan of a build; one step an image, and its push where there is a registry. */
export function planBuild(facts: Facts): BuildPlan {
  return frozen({ kind: 'build', ...facts, steps: [pin(facts), ...releaseSteps(facts), prune] });
}

/**
 * The plan of a run: the stages before the build, the build with its release unless that is there already, and the
 * stages that come after it. One wave of stages is one step.
 */
export function planRun(facts: Facts, pipeline: PlannedPipeline, run: NonNullable<BuildPlan['run']>): BuildPlan {
  const makes = run.releases && !run.known;
  return frozen({
    kind: 'run',
    ...facts,
    run,
    steps: [
      pin(facts),
      ...pipeline.early.map((stages) => wave(stages)),
      ...(makes ? releaseSteps(facts) : []),
      ...pipeline.late.map((stages) => wave(stages)),
      ...(makes ? [prune] : [step('source.unpin', 'source.unpin', `Let go of commit ${facts.commit.slice(0, 7)}`)]),
    ],
  });
}

const pin = ({ commit }: Facts): StepPlan => step('source.pin', 'source.pin', `Keep commit ${commit.slice(0, 7)}`);
const prune = step('images.prune', 'images.prune', 'Remove images that nothing can need');

const wave = (stages: readonly string[]): StepPlan =>
  step(`stages.run.${stages.join('+')}`, 'stages.run', `Run ${stages.join(', ')}`, { stages: [...stages] });

const releaseSteps = ({ images, registry, release }: Facts): StepPlan[] => [
  ...images.map(({ service }) => step(`image.build.${service}`, 'image.build', `Build ${service}`, { service })),
  ...(registry === null
    ? []
    : images.map(({ service }) => step(`image.push.${service}`, 'image.push', `Push ${service}`, { service }))),
  step('release.record', 'release.record', `Record release ${release}`, null, true),
];
