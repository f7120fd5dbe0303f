import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { beginDeployment } from '../engine/begin-deployment.ts';
import { earlier } from '../engine/begin.ts';
import type { Engine } from '../engine/engine.ts';
import { previewOf } from '../engine/preview.ts';
import { prepareScale } from '../engine/prepare-scale.ts';
import { askRollout, holdEnvironment, requiredRollout } from '../engine/rollout-requests.ts';
import { rolloutStateOf } from '../engine/rollout-state.ts';
import { requiredOperation } from '../engine/requests.ts';
import type { Handlers } from './router.ts';

export function rolloutControlHandlers(engine: Engine) {
  const stateOf = async (id: string) => {
    const { operation, plan } = requiredRollout(engine, id);
    return { rollout: await rolloutStateOf(engine, operation, plan) };
  };
  return {
    'rollout.get': async ({ operation: id }) => {
      const { plan } = requiredOperation(engine.store, id);
      return 'rollout' in plan && plan.rollout !== undefined ? stateOf(id) : { rollout: null };
    },
    'rollout.pause': ({ operation, why }, { by }) => {
      askRollout(engine, operation, 'pause', by, why ?? null);
      return stateOf(operation);
    },
    'rollout.proceed': ({ operation }, { by }) => {
      askRollout(engine, operation, 'proceed', by, null);
      return stateOf(operation);
    },
    'rollout.promote': ({ operation, why }, { by }) => {
      askRollout(engine, operation, 'promote', by, why ?? null);
      return stateOf(operation);
    },
    'environment.hold': async ({ why, ...where }, { by }) => {
      const open = await engine.workspace.get(where.project);
      resolveEnvironment(await open.requireConfiguration(), where.environment);
      return { hold: holdEnvironment(engine, where, by, why) };
    },
    'scale.preview': async ({ project, environment, ...wish }) => {
      const open = await engine.workspace.get(project);
      return previewOf(engine, open, await prepareScale(engine, open, environment, wish), 'scale');
    },
    'environment.scale': async ({ project, environment, service, replicas, why, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return { operation: again };
      const open = await engine.workspace.get(project);
      const prepared = await prepareScale(engine, open, environment, { service, replicas });
      return { operation: await beginDeployment(engine, prepared, undefined, { by, why: why ?? null, key }) };
    },
  } satisfies Partial<Handlers>;
}
