import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from '../engine/engine.ts';
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
    'environment.scale': ({ environment }) =>
      Promise.reject(fail('refused.scale', `Replicas of ${environment} cannot be changed live yet.`)),
  } satisfies Partial<Handlers>;
}
