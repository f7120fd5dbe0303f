import { expect, it } from 'vitest';
import { coolDown } from '../../../electron/engine/cool.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import type { OpenProject } from '../../../electron/engine/workspace.ts';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import { artifact, deployment, side } from '../steps/memory-target.ts';

const { configuration } = parseConfiguration(
  'slipway: 1\nname: shop\nenvironments:\n  qa: { kind: qa }\n',
  'slipway.yaml',
);
const shape = { entrances: [], services: [], adminPort: 1, slots: 1, testers: null };
const front = { image: 'i', colour: 'green', services: [], certificate: null, bindings: [], networks: [], shape };

/** What is left of the warm sides of these environments. */
async function cooled(...environments: string[]): Promise<Set<string>> {
  const warm = new Set(environments);
  const target = (environment: string) => ({
    list: () =>
      environment === 'away'
        ? Promise.reject(new Error('The engine is away.'))
        : Promise.resolve([{ name: environment, revision: 1 }]),
    front: () => ({ place: () => Promise.resolve(), state: () => Promise.resolve({ backends: [] }) }),
    stopContainer: () => Promise.resolve(),
    removeContainer: (name: string) => Promise.resolve(warm.delete(name)),
  });
  const revision = (environment: string) => ({
    project: 'p',
    environment,
    number: 2,
    operation: environment,
    runningAt: 1,
  });
  const plan = (environment: string) => ({
    ...deployment({ next: side(2, [artifact('web')]) }),
    environment,
    target: environment,
    next: { ...side(2, [artifact('web')]), front },
    rollout: { strategy: 'blue-green', warmMs: 0, way: null },
  });
  const store = {
    revisions: {
      allRunning: () => environments.map(revision),
      running: (_: string, environment: string) => revision(environment),
    },
    operations: { get: (id: string) => ({ plan: plan(id) }), openInScope: () => null },
  };
  const open = {
    project: { id: 'p' },
    configuration: () => Promise.resolve({ configuration }),
    target: (_: unknown, name: string) => target(name),
  };
  await coolDown({ store, now: () => 5 } as unknown as Engine, open as unknown as OpenProject);
  return warm;
}

it('cools down what slipway.yaml does not declare any more, and whatever comes behind an engine that is away', async () => {
  expect(await cooled('gone', 'away', 'qa')).toEqual(new Set(['away']));
});
