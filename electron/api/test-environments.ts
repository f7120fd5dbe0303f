import { earlier } from '../engine/begin.ts';
import type { Engine } from '../engine/engine.ts';
import { createPlace } from '../engine/places/create.ts';
import { branchesOf, standingOf } from '../engine/places/branches.ts';
import { listPlaces, onePlace } from '../engine/places/list.ts';
import { beginRemoval, prepareRemoval } from '../engine/places/remove.ts';
import type { Handlers } from './router.ts';

export function testEnvironmentHandlers(engine: Engine) {
  const { workspace } = engine;
  return {
    'testEnvironment.list': async ({ project }) => listPlaces(engine, await workspace.get(project)),

    'testEnvironment.create': async ({ project, ...wanted }, { by }) => {
      const open = await workspace.get(project);
      const { operation, place } = await createPlace(engine, open, { ...wanted, by, byRule: false });
      return { operation, environment: await onePlace(engine, open, place) };
    },

    'testEnvironment.preview': async ({ project, environment }) => {
      const plan = await prepareRemoval(engine, await workspace.get(project), environment, 'by hand');
      const { containers, volumes, networks, images } = plan;
      return {
        ...{ containers, volumes, networks },
        images: images.map(({ release, service }) => `${service} of release ${release}`),
      };
    },

    'testEnvironment.remove': async ({ project, environment, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return { operation: again };
      const plan = await prepareRemoval(engine, await workspace.get(project), environment, `by ${by}`);
      return { operation: await beginRemoval(engine, plan, { by, why: null, key }) };
    },

    'workingTree.get': async ({ project }) => {
      const open = await workspace.get(project);
      const state = await open.repository.workingTree.state();
      if (!state) return { workingTree: null };
      const { configuration } = await open.configuration();
      const branches = configuration ? await branchesOf(engine, open, configuration) : { main: null };
      const { ahead, behind } = await standingOf(open, branches, {
        ...{ branch: state.branch ?? '', commit: state.commit ?? '', committedAt: 0 },
      });
      return { workingTree: { ...state, ahead, behind } };
    },
  } satisfies Partial<Handlers>;
}
