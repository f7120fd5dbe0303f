import { engineName } from '../../shared/planning/automation.ts';
import { urlOf } from '../../shared/planning/deployment.ts';
import { absent, nothingToUndo, type DeploymentStep } from './step.ts';

/** Commits the truth: from here on this revision is what runs, and the one before is replaced. */
export const revisionRecord: DeploymentStep = {
  type: 'revision.record',
  run({ plan, store, operation, commit, now, fence }) {
    const { project, environment, next } = plan;
    commit((append) => {
      fence();
      if (store.revisions.get(project, environment, next.revision)?.status === 'running') return;
      const tag = { project, environment, operation: operation.id, by: operation.by };
      const replaced = store.revisions.setRunning(project, environment, next.revision, now(), urlOf(plan.bindings));
      if (replaced !== null) append({ type: 'revision.replaced', ...tag, data: { revision: replaced } });
      // A person brought something here on purpose: what held automation up is settled by that.
      if (plan.kind === 'promote' && operation.by !== engineName && store.holds.lift(project, environment))
        append({ type: 'environment.released', ...tag });
      append({
        type: 'revision.running',
        ...tag,
        data: {
          revision: next.revision,
          release: next.release,
          commit: next.commit,
          cause: plan.kind === 'rollback' ? 'rollback' : 'promotion',
          restores: plan.restores,
        },
      });
    });
    return Promise.resolve(null);
  },
  probe: ({ plan, store }) =>
    Promise.resolve(
      store.revisions.get(plan.project, plan.environment, plan.next.revision)?.status === 'running'
        ? { state: 'done', data: null }
        : absent,
    ),
  undo: nothingToUndo,
};
