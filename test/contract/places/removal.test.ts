/** What of a branch's images goes with its environment, on a real history. */
import { expect, it } from 'vitest';
import { environmentRemove } from '../../../electron/steps/environment-remove.ts';
import { imagesThatGo } from '../../../electron/steps/images-that-go.ts';
import type { StepContext } from '../../../electron/steps/step.ts';
import type { RemovalPlan } from '../../../shared/domain/plan.ts';
import { planRemoval } from '../../../shared/planning/removal.ts';
import { insertRevision, operationOf, project, releaseOf, seeded } from '../store/setting.ts';

const environment = 'test.topic';

/** A history in which the release of a branch ran in its environment and nowhere else. */
function history() {
  const store = seeded();
  store.transact(() => {
    store.releases.insert(releaseOf('r1', { ref: 'topic' }));
    insertRevision(store, { environment, number: 1 });
    store.testEnvironments.insert({
      ...{ project, environment, template: 'test', branch: 'topic', workingTree: false, createdAt: 1, by: 'slipway' },
      ...{ byRule: true, days: null, endsAt: null, commit: 'r1', request: 'request' },
    });
  });
  const plan = planRemoval({
    ...{ project, environment, target: 'local', reason: 'topic is merged', containers: [], networks: [], volumes: [] },
    images: imagesThatGo(store, project, environment),
  });
  /** A run that has passed, and whose deployments wait. */
  const run = (ref: string, deploysTo: string[]): void =>
    store.transact(() => {
      store.operations.insert(operationOf('run', { kind: 'run', scope: 'run', environment: null, status: 'done' }));
      store.runs.insert({
        ...{ id: 'run', project, ref, commit: 'r1', release: 'r1', words: '', startedAt: 1, stages: [], deploysTo },
      });
    });
  const remove = async (): Promise<string[]> => {
    const removed: string[] = [];
    await environmentRemove.run({
      ...{ plan, store, operation: { id: 'removal', project, by: 'slipway', why: null }, now: () => 2 },
      ...{ commit: (work: (append: () => void) => unknown) => store.transact(() => work(() => undefined)) },
      ...{ fence: () => undefined, say: () => undefined, crashPoint: () => undefined },
      target: {
        list: () => Promise.resolve([]),
        listOwned: () => Promise.resolve({ networks: [], volumes: [] }),
        removeImage: (image: string) => Promise.resolve(removed.push(image)),
      },
    } as unknown as StepContext<RemovalPlan>);
    return removed;
  };
  return { store, plan, run, remove };
}

it('those of its release go', async () => {
  const { store, plan, remove } = history();
  expect(plan.images).toHaveLength(1);
  expect(await remove()).toEqual(plan.images.map(({ imageId }) => imageId));
  expect(store.testEnvironments.list(project)).toEqual([]);
});

it.each([
  ['a run of main at the same commit took its release since', 'main', []],
  ['what passed still waits for its environment', 'topic', ['qa']],
])('they stay where %s', async (_, ref, deploysTo) => {
  const { store, run, remove } = history();
  run(ref, deploysTo);
  expect(imagesThatGo(store, project, environment)).toEqual([]);
  expect(await remove()).toEqual([]);
  expect(store.testEnvironments.list(project)).toEqual([]);
});
