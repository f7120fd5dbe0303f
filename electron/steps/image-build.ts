import { label } from '../targets/labels.ts';
import { fail } from '../../shared/problem.ts';
import { absent, type BuildStep, type StepContext } from './step.ts';
import type { BuildPlan } from '../../shared/domain/plan.ts';

/** The image that a step of a build plan is about. */
export function imageOf({ plan, step }: StepContext<BuildPlan>): BuildPlan['images'][number] {
  const service =
    typeof step.input === 'object' && step.input !== null && 'service' in step.input ? step.input['service'] : null;
  const image = plan.images.find((candidate) => candidate.service === service);
  if (!image) throw fail('failed.plan', `The plan has no image for step ${step.id}.`);
  return image;
}

/** By these an image is recognised after a crash: only this step of this operation made it. */
const mark = (context: StepContext<BuildPlan>) => ({
  [label.operation]: context.operation.id,
  [label.step]: context.step.id,
});

/** Builds one image out of `git archive` of the commit; never out of a working tree. */
export const imageBuild: BuildStep = {
  type: 'image.build',
  async run(context) {
    const { plan, target, repository, say, signal } = context;
    const image = imageOf(context);
    const labels = {
      'org.opencontainers.image.revision': plan.commit,
      'org.opencontainers.image.created': new Date(plan.createdAt).toISOString(),
      'org.opencontainers.image.version': plan.tag ?? plan.commit,
      'org.opencontainers.image.title': `${plan.projectName} ${image.service}`,
      ...(plan.source === null ? {} : { 'org.opencontainers.image.source': plan.source }),
      [label.project]: plan.project,
      [label.service]: image.service,
      [label.release]: plan.release,
      [label.commit]: plan.commit,
      [label.inputs]: plan.inputs,
      ...mark(context),
    };
    const source = repository.archive(plan.commit, undefined, signal);
    const built = await target.buildImage(
      { build: image.build, source, labels, tags: image.tags.map((tag) => `${image.name}:${tag}`) },
      say,
      signal,
    );
    return { imageId: built.imageId, sizeBytes: built.sizeBytes };
  },
  async probe(context) {
    const found = await context.target.findImage(mark(context));
    return found ? { state: 'done', data: { imageId: found.imageId, sizeBytes: found.sizeBytes } } : absent;
  },
  async undo(context) {
    const found = await context.target.findImage(mark(context));
    if (found) await context.target.removeImage(found.imageId);
  },
};
