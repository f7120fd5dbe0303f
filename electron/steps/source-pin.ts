import type { BuildPlan } from '../../shared/domain/plan.ts';
import { absent, type BuildStep, type StepContext } from './step.ts';

/** A run that makes no release of its own keeps its commit only while it goes on: one that is there may have a pin already. */
export const pinOf = ({ plan, operation }: StepContext<BuildPlan>): string =>
  plan.run && (plan.run.known || !plan.run.releases) ? `runs/${operation.id}` : `releases/${plan.release}`;

/** Keeps the commit in the mirror by a ref of our own: a force-push or the user's `gc` takes nothing from a release. */
export const sourcePin: BuildStep = {
  type: 'source.pin',
  async run(context) {
    await context.repository.pin(pinOf(context), context.plan.commit);
    return null;
  },
  async probe(context) {
    const pinned = await context.repository.pinned(pinOf(context));
    return pinned === context.plan.commit ? { state: 'done', data: null } : absent;
  },
  async undo(context) {
    await context.repository.unpin(pinOf(context));
  },
};
