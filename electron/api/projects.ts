import { stat } from 'node:fs/promises';
import { isArtifact } from '../../shared/domain/naming.ts';
import { lastingServices } from '../../shared/planning/drift.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from '../engine/engine.ts';
import { initialize } from '../engine/init.ts';
import { openSample } from '../engine/sample.ts';
import { runningSide } from '../engine/sides.ts';
import { oneStatus, statusOf } from '../engine/status.ts';
import type { Handlers } from './router.ts';

export function projectHandlers(engine: Engine) {
  const { store, workspace, publisher } = engine;
  return {
    'project.list': async () => ({
      projects: await Promise.all(
        store.projects.list().map(async (project) => ({
          ...project,
          available: await stat(project.path).then(
            () => true,
            () => false,
          ),
        })),
      ),
    }),
    'project.open': async ({ path }, { by }) => ({ project: (await workspace.open(path, by)).project }),
    'project.forget': ({ project }, { by }) => {
      if (!store.projects.get(project))
        throw fail('usage.no-such-project', `There is no project “${project.slice(0, 100)}”.`, {
          hint: 'slipway status opens the project of a folder.',
        });
      publisher.commit((append) => {
        store.projects.forget(project);
        append({ type: 'project.forgotten', project, by });
      });
      return Promise.resolve({});
    },
    'project.init': async ({ path, preset }, { by }) => initialize(await workspace.open(path, by), preset),
    'project.sample': async (_input, { by }) => ({ project: (await openSample(engine, by)).project }),
    'project.status': async ({ project }) => statusOf(engine, await workspace.get(project)),
    'project.configuration': async ({ project }) => {
      const { file, text, problems, notices } = await (await workspace.get(project)).configuration();
      return { file, text, problems, notices };
    },
    'environment.get': async ({ project, environment }) => {
      const { status, containers } = await oneStatus(engine, await workspace.get(project), environment);
      const running = store.revisions.running(project, environment);
      const services = running ? runningSide(engine, running).application.services : [];
      return {
        status,
        containers,
        services: lastingServices(services)
          .filter(isArtifact)
          .map(({ name, replicas }) => ({ name, replicas })),
        configuration: running?.configuration ?? null,
      };
    },
  } satisfies Partial<Handlers>;
}
