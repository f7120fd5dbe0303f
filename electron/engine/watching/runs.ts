/** Watching begins runs as everybody does, and reads how they stand. */
import { engineName } from '../../../shared/planning/automation.ts';
import type { Engine } from '../engine.ts';
import { beginRun } from '../runs/begin.ts';
import { prepareRun } from '../runs/prepare.ts';
import { viewOfRun } from '../runs/view.ts';
import type { WatchParts } from './parts.ts';

export function watchPartsOf(engine: Engine): WatchParts {
  const { store } = engine;
  return {
    random: Math.random,
    tests: (project) =>
      store.testEnvironments
        .list(project)
        .flatMap(({ branch, environment }) => (branch === null ? [] : [{ branch, environment }])),
    stateOf(run) {
      const operation = store.operations.get(run);
      return operation?.plan.kind === 'run' ? viewOfRun(engine, operation).status : null;
    },
    async begin(open, { key, ...wish }) {
      const plan = await prepareRun(engine, open, wish);
      return (await beginRun(engine, plan, { by: engineName, why: null, key })).id;
    },
  };
}
