/** The rollout of an operation as it is now, kept fresh by the engine's events; null where none goes on. */
import { useEffect } from 'react';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { movesTraffic } from '../../state/rollouts.ts';
import { useStore } from '../../state/store.ts';

export function useRollout(operation: Operation | null): RolloutState | null {
  const id = operation && movesTraffic(operation) ? operation.id : null;
  const rollout = useStore((state) => (id === null ? null : (state.rollouts[id] ?? null)));
  const connected = useStore((state) => state.link.phase === 'connected');
  const refresh = useStore((state) => state.refreshRollout);
  const status = operation?.status;
  useEffect(() => {
    if (id !== null && connected) refresh(id);
  }, [id, status, connected, refresh]);
  // An operation that changes only how many containers run has no stops.
  return rollout && rollout.stops.length > 0 ? rollout : null;
}
