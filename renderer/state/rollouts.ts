/** Rollouts as last heard of, by operation: asked for again when the engine says that one has moved. */
import { isOpen, type Operation } from '../../shared/domain/operation.ts';
import type { RolloutState } from '../../shared/domain/rollout.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { engine } from '../transport/engine.ts';
import { coalesce } from './coalesce.ts';
import type { Slice, State } from './store.ts';

/** Events of a rollout come a few times a second; each burst asks once. */
const burstMs = 120;

export interface RolloutsSlice {
  /** Null where an operation moves no traffic, or does not any more. */
  readonly rollouts: Readonly<Record<string, RolloutState | null>>;
  /** Why the last thing that was asked of a rollout was not done. */
  readonly rolloutProblems: Readonly<Record<string, Problem | null>>;
  /** Asks soon; many calls become one. */
  refreshRollout(operation: string): void;
  pauseRollout(operation: string): Promise<void>;
  proceedRollout(operation: string): Promise<void>;
  /** Rejects with the problem, for the dialog that asked why. */
  promoteRollout(operation: string, why: string): Promise<void>;
}

export const rolloutsSlice: Slice<RolloutsSlice> = (set) => {
  const take = (operation: string, rollout: RolloutState | null) =>
    set((state) => ({ rollouts: { ...state.rollouts, [operation]: rollout } }));
  const tell = (operation: string, problem: Problem | null) =>
    set((state) => ({ rolloutProblems: { ...state.rolloutProblems, [operation]: problem } }));
  const refreshers = new Map<string, () => void>();
  const refresherOf = (operation: string): (() => void) => {
    const refresh = coalesce(async () => {
      // An engine that is gone has told so by its link; the last answer stays.
      await engine.call('rollout.get', { operation }).then(
        ({ rollout }) => take(operation, rollout),
        () => undefined,
      );
    }, burstMs);
    refreshers.set(operation, refresh);
    return refresh;
  };
  const ask = async (operation: string, asked: Promise<{ rollout: RolloutState }>) => {
    tell(operation, null);
    try {
      take(operation, (await asked).rollout);
    } catch (thrown) {
      tell(operation, problemFrom(thrown));
    }
  };
  return {
    rollouts: {},
    rolloutProblems: {},
    refreshRollout: (operation) => (refreshers.get(operation) ?? refresherOf(operation))(),
    pauseRollout: (operation) => ask(operation, engine.call('rollout.pause', { operation })),
    proceedRollout: (operation) => ask(operation, engine.call('rollout.proceed', { operation })),
    async promoteRollout(operation, why) {
      take(operation, (await engine.call('rollout.promote', { operation, why })).rollout);
    },
  };
};

/** Whether an operation may move traffic. */
export const movesTraffic = ({ kind }: Pick<Operation, 'kind'>): boolean =>
  kind === 'promote' || kind === 'rollback' || kind === 'scale';

/** The rollout that keys speak of: of the environment that is selected, else of the operation that is shown. */
export function rolloutInSight(
  state: Pick<State, 'route' | 'statuses' | 'rollouts' | 'operations'>,
): RolloutState | null {
  const { route, statuses, rollouts, operations } = state;
  if (route.screen === 'welcome') return null;
  const selected = route.screen === 'home' ? route.environment : undefined;
  const here = statuses[route.project]?.environments.find(({ name }) => name === selected)?.operation?.id;
  const id = here ?? route.operation;
  const operation = id === undefined ? undefined : operations[id];
  return operation && isOpen(operation.status) ? (rollouts[operation.id] ?? null) : null;
}
