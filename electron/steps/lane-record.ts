import { fail } from '../../shared/problem.ts';
import type { LanePlan } from '../../shared/domain/hotfix.ts';
import { absent, nothingToUndo, type LaneStep, type StepContext } from './step.ts';

/** Records the version of the lane: from here on it is the truth. */
export const laneRecord: LaneStep = {
  type: 'lane.record',
  run(context) {
    const { plan, store, operation, commit, now, fence } = context;
    const { before, after, action, publishTo } = plan;
    commit((append) => {
      fence();
      const known = store.lanes.version(after.project, after.id, after.version);
      if (known?.operation === operation.id) return;
      if (known || (store.lanes.current(after.project, after.id)?.lane.version ?? 0) !== after.version - 1)
        throw fail('conflict.lane-moved', `The lane ${after.branch} has changed in the meantime.`, {
          hint: 'Look at it again.',
        });
      store.lanes.insert(after, undoToOf(context), operation.id, now());
      for (const pick of before?.picks ?? [])
        if (after.picks.find(({ id }) => id === pick.id)?.state !== 'conflict')
          store.lanes.dropDrafts(after.project, after.id, pick.id);
      append({
        type: 'lane.changed',
        project: after.project,
        environment: after.environment,
        operation: operation.id,
        by: operation.by,
        data: {
          lane: after.id,
          branch: after.branch,
          version: after.version,
          action,
          head: after.head,
          picks: after.picks.length,
          status: after.status,
          publishedTo: publishTo,
          why: operation.why,
        },
      });
    });
    return Promise.resolve(null);
  },
  probe: ({ plan: { after }, store, operation }) =>
    Promise.resolve(
      store.lanes.version(after.project, after.id, after.version)?.operation === operation.id
        ? { state: 'done', data: null }
        : absent,
    ),
  undo: nothingToUndo,
};

function undoToOf({ step: { input } }: StepContext<LanePlan>): number | null {
  const undoTo = typeof input === 'object' && input !== null && !Array.isArray(input) ? input['undoTo'] : null;
  return typeof undoTo === 'number' ? undoTo : null;
}
