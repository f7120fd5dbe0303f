/** Taking back the stop of a container, also one that an engine asked for before it died. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import type { StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

/** How much longer than its grace period a stop may take, and how often a container is looked at meanwhile. */
const stopMarginMs = 1000;
const stopPollMs = 200;

/** Whether an engine died in the forward direction of this step: what it had asked for last, nobody knows. */
export function wasInterrupted({ store, operation, step }: Context): boolean {
  const entries = store.operations
    .journal(operation.id)
    .flatMap((entry) => (entry.type === 'intent' || entry.type === 'outcome' ? [entry] : []))
    .filter((entry) => entry.step === step.id && entry.direction === 'forward');
  const ended = entries.filter(
    (entry) => entry.type === 'outcome' && entry.result.kind !== 'absent' && entry.result.kind !== 'unknown',
  );
  return entries.filter((entry) => entry.type === 'intent').length > ended.length;
}

/**
 * Docker goes on with a stop when the engine that asked for it is dead: a container that runs now may be killed at the
 * end of its grace period. Watches it for that long, and starts it again if so.
 */
export async function outliveStop({ target, signal }: Context, spec: ContainerSpec): Promise<void> {
  const until = performance.now() + spec.service.stopGracePeriodMs + stopMarginMs;
  while (performance.now() < until) {
    await sleep(stopPollMs, undefined, { signal });
    if ((await target.inspect(spec.name))?.state !== 'running') return target.startContainer(spec.name);
  }
}

/** A container of the previous side, with its image at hand: for one that somebody removed meanwhile. */
export async function asItWas({ plan, target, say, signal }: Context, spec: ContainerSpec): Promise<ContainerSpec> {
  if (spec.labels[label.role] === 'front') return spec;
  if (spec.service.build !== null) {
    const artifact = plan.previous?.artifacts.find((candidate) => candidate.service === spec.service.name);
    if (artifact) await target.ensureArtifact(artifact, say, signal);
    return spec;
  }
  return { ...spec, image: await target.ensureImage(spec.service.image ?? '', say, signal) };
}
