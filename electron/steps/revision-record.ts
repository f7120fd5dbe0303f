import { engineName } from '../../shared/planning/automation.ts';
import { causeOf } from '../../shared/domain/revision.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { urlOf } from '../../shared/planning/deployment.ts';
import type { Store } from '../store/store.ts';
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
      keepScale(store, plan);
      // A person brought something here on purpose: what held automation up is settled by that.
      if (plan.kind === 'promote' && operation.by !== engineName && store.holds.lift(project, environment))
        append({ type: 'environment.unheld', ...tag });
      append({
        type: 'revision.running',
        ...tag,
        data: {
          revision: next.revision,
          release: next.release,
          commit: next.commit,
          cause: causeOf(plan),
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

/** What a person chose is kept for later deployments, until one runs that the files chose otherwise for. */
function keepScale(store: Store, { project, environment, next, scale }: DeploymentPlan): void {
  if (scale) return store.scales.set(project, environment, scale);
  for (const { service, replicas } of store.scales.list(project, environment)) {
    const runs = next.application.services.find(({ name }) => name === service);
    if (runs && runs.replicas !== replicas) store.scales.drop(project, environment, service);
  }
}
