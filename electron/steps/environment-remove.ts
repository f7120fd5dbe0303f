import { label } from '../targets/labels.ts';
import { imagesThatGo } from './images-that-go.ts';
import { absent, nothingToUndo, type RemovalStep, type StepContext } from './step.ts';
import type { RemovalPlan } from '../../shared/domain/plan.ts';

/** Nobody waits for an answer of what is thrown away. */
const graceMs = 0;

/** Removes an environment with everything that carries its labels, and records that it is no more. */
export const environmentRemove: RemovalStep = {
  type: 'environment.remove',
  async run(context) {
    const { crashPoint } = context;
    recordStopped(context);
    await removeContainers(context);
    crashPoint('environment.remove.containers');
    await removeOwned(context);
    crashPoint('environment.remove.volumes');
    await removeImages(context);
    crashPoint('environment.remove.images');
    recordRemoved(context);
    return null;
  },
  // Recorded last: where it is, everything is gone.
  probe: ({ plan, store, operation }) =>
    Promise.resolve(
      store.testEnvironments.removedBy(plan.project, plan.environment, operation.id)
        ? { state: 'done', data: null }
        : absent,
    ),
  undo: nothingToUndo,
};

type Context = StepContext<RemovalPlan>;

const labelsOf = ({ plan: { project, environment } }: Context) => ({
  [label.project]: project,
  [label.environment]: environment,
});

/** First of all: what repairs environments must not bring back what is being removed. */
function recordStopped({ plan: { project, environment }, operation, store, commit, fence, now }: Context): void {
  commit((append) => {
    fence();
    const revision = store.revisions.setStopped(project, environment, now());
    if (revision === null) return;
    const tag = { project, environment, operation: operation.id, by: operation.by };
    append({ type: 'revision.replaced', ...tag, data: { revision } });
  });
}

async function removeContainers(context: Context): Promise<void> {
  const { target, fence, say } = context;
  for (const { name } of await target.list(labelsOf(context))) {
    fence();
    await target.stopContainer(name, graceMs);
    await target.removeContainer(name);
    say(`removed ${name}`, 'note');
  }
}

async function removeOwned(context: Context): Promise<void> {
  const { target, fence, say } = context;
  const { networks, volumes } = await target.listOwned(labelsOf(context));
  for (const name of networks) {
    fence();
    await target.removeNetwork(name);
    say(`removed the network ${name}`, 'note');
  }
  for (const name of volumes) {
    fence();
    await target.removeVolume(name);
    say(`removed the volume ${name} with its data`, 'note');
  }
}

/**
 * What something took up since it was planned stays. A container that a person started from an image keeps it: that is
 * their wish, and no failure.
 */
async function removeImages({ plan, target, store, say }: Context): Promise<void> {
  const going = new Set(imagesThatGo(store, plan.project, plan.environment).map(({ imageId }) => imageId));
  for (const { imageId, service, release } of plan.images) {
    if (!going.has(imageId)) continue;
    const removed = await target.removeImage(imageId).then(
      () => true,
      () => false,
    );
    if (removed) say(`removed the image of ${service} in release ${release}`, 'note');
  }
}

/** From here on it is no more; its revisions, and who made and removed it, stay. */
function recordRemoved({ plan, operation, store, commit, fence, now }: Context): void {
  const { project, environment, reason } = plan;
  const kept = store.testEnvironments;
  commit((append) => {
    fence();
    if (kept.removedBy(project, environment, operation.id)) return;
    const id = kept.get(project, environment)?.id ?? kept.insert(unasked(plan, operation, now()));
    kept.remove(id, { at: now(), by: operation.by, reason, operation: operation.id });
    store.ports.drop(project, environment);
    for (const { service } of store.scales.list(project, environment)) store.scales.drop(project, environment, service);
    store.holds.lift(project, environment);
    append({
      type: 'testEnvironment.removed',
      ...{ project, environment, operation: operation.id, by: operation.by },
      data: { reason },
    });
  });
}

/** One that a promotion made by its name alone has no record of its own until it ends. */
const unasked = ({ project, environment }: RemovalPlan, { id, by }: Context['operation'], at: number) => ({
  ...{ project, environment, template: environment.split('.')[0] ?? '', branch: null, workingTree: false },
  ...{ createdAt: at, by, byRule: false, days: null, endsAt: null, commit: '', request: id },
});
