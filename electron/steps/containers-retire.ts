import { colours } from '../../shared/domain/front.ts';
import type { DeploymentPlan, Side } from '../../shared/domain/plan.ts';
import { besideOf } from '../../shared/planning/front.ts';
import { awaitDrained } from './await-front.ts';
import { keepFront } from './keep-serving.ts';
import { absent, nothingToUndo, type DeploymentStep, type StepContext } from './step.ts';
import { backendsOf, frontContainerName, frontOf } from './front-spec.ts';
import { containersOf, environmentLabels } from './specs.ts';

/** The side that stays started behind the front, for a way back that starts nothing; null when none does. */
function warmSide({ plan }: StepContext<DeploymentPlan>): Side | null {
  const { previous, next, rollout } = plan;
  return previous?.front && next.front && (rollout?.warmMs ?? 0) > 0 ? previous : null;
}

/** Names of everything that stays: the new revision, its front, and what is kept warm. */
function keptNames(context: StepContext<DeploymentPlan>): Set<string> {
  const { plan, operation } = context;
  const warm = warmSide(context);
  const beside = warm ? besideOf(warm, plan.bindings) : new Set<string>();
  return new Set([
    ...containersOf(plan, plan.next, operation.id).map(({ name }) => name),
    ...(warm
      ? containersOf(plan, warm, operation.id).flatMap(({ name, service }) => (beside.has(service.name) ? [name] : []))
      : []),
    ...(plan.next.front ? [frontContainerName(plan, plan.next.front)] : []),
  ]);
}

/** What the old side still answers gets its grace period to end; then the front forgets it. */
async function drain(context: StepContext<DeploymentPlan>, graceMs: number): Promise<void> {
  const { plan, target, signal, say } = context;
  const { next } = plan;
  if (!next.front) return;
  await keepFront(context);
  const front = frontOf(plan, target);
  const warm = warmSide(context);
  const staying = [warm?.front?.colour, next.front.colour];
  // Also what was kept warm until now may still answer what it began before the last deployment.
  const going = colours.filter((colour) => !staying.includes(colour));
  const left = await awaitDrained(front, going, graceMs, signal);
  if (left > 0) say(`${String(left)} connections did not end within ${String(graceMs)} ms`, 'note');
  await front.place(backendsOf([warm, next]));
}

/** Removes every container of the environment that nobody needs any more. Images and volumes stay. */
export const containersRetire: DeploymentStep = {
  type: 'containers.retire',
  async run(context) {
    const { plan, target, fence, say } = context;
    const kept = keptNames(context);
    const graceMs = Math.max(
      0,
      ...(plan.previous?.application.services ?? []).map((service) => service.stopGracePeriodMs),
    );
    await drain(context, graceMs);
    for (const container of await target.list(environmentLabels(plan))) {
      if (kept.has(container.name)) continue;
      fence();
      if (container.state !== 'exited') await target.stopContainer(container.name, graceMs);
      await target.removeContainer(container.name);
      say(`removed ${container.name}`, 'note');
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
