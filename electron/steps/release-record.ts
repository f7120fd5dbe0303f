import type { Artifact, Release } from '../../shared/domain/release.ts';
import { fail, type Json } from '../../shared/problem.ts';
import type { BuildPlan } from '../../shared/domain/plan.ts';
import { absent, nothingToUndo, type BuildStep, type StepContext } from './step.ts';

/** Records the release: from here on it exists. */
export const releaseRecord: BuildStep = {
  type: 'release.record',
  run(context) {
    const release = releaseOf(context);
    context.commit((append) => {
      const known = context.store.releases.get(release.project, release.id);
      if (known && known.operation !== release.operation)
        throw fail(
          'conflict.release-taken',
          `Release ${release.id} was recorded by another build (${known.operation}).`,
          { hint: 'Build the commit again: the release gets a name of its own.' },
        );
      if (known) return;
      context.store.releases.insert(release);
      const images = Object.fromEntries(release.artifacts.map((artifact) => [artifact.service, artifact.digest]));
      append({
        type: 'release.built',
        project: release.project,
        operation: release.operation,
        by: context.operation.by,
        data: { release: release.id, commit: release.commit, images },
      });
    });
    return Promise.resolve(null);
  },
  probe: ({ store, plan, operation }) =>
    Promise.resolve(
      store.releases.get(plan.project, plan.release)?.operation === operation.id
        ? { state: 'done', data: null }
        : absent,
    ),
  undo: nothingToUndo,
};

function releaseOf(context: StepContext<BuildPlan>): Release {
  const { plan, operation } = context;
  const { project, commit, subject, author, committedAt, ref, tag, inputs, createdAt, changes } = plan;
  const artifacts = plan.images.map((image) => artifactOf(context, image));
  return {
    id: plan.release,
    project,
    commit,
    subject,
    author,
    committedAt,
    ref,
    tag,
    inputs,
    createdAt,
    changes,
    artifacts,
    schemaVersion: null,
    operation: operation.id,
    rejected: null,
    ...(plan.workingTree === undefined ? {} : { workingTree: plan.workingTree }),
  };
}

function artifactOf(context: StepContext<BuildPlan>, image: BuildPlan['images'][number]): Artifact {
  const built = context.dataOf(`image.build.${image.service}`);
  const imageId = text(built, 'imageId');
  const sizeBytes = field(built, 'sizeBytes');
  const digest =
    context.plan.registry === null ? imageId : text(context.dataOf(`image.push.${image.service}`), 'digest');
  const reference = context.plan.registry === null ? imageId : `${image.name}@${digest}`;
  return {
    service: image.service,
    digest,
    reference,
    imageId,
    sizeBytes: typeof sizeBytes === 'number' ? sizeBytes : null,
  };
}

const field = (data: Json, key: string): Json =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data[key] ?? null) : null;

function text(data: Json, key: string): string {
  const value = field(data, key);
  if (typeof value !== 'string')
    throw fail('attention.journal', `The journal does not say the ${key} that an earlier step should have recorded.`);
  return value;
}
