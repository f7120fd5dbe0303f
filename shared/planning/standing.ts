/** Which containers there are while a deployment goes on: a rolling one has some of each side, every other all of both. */
import { z } from 'zod';
import { isArtifact } from '../domain/naming.ts';
import type { StepPlan } from '../domain/operation.ts';
import type { DeploymentPlan } from '../domain/plan.ts';
import { besideOf } from './front.ts';
import type { Replicas } from './moves.ts';

/** The types of steps that start containers of the new side, and stop some of the old. */
export const startsSide = 'side.start';
export const stopsSide = 'side.stop';
/** The type of the step that removes what was stopped for good. */
export const removesSide = 'side.remove';
const replaces = 'containers.switch';
const ensuresFront = 'front.ensure';
const shiftsTraffic = 'traffic.shift';

const inputSchema = z.object({ replicas: z.record(z.string(), z.array(z.number().int())) });

/** The replicas that a step starts or stops; null when it is about all of them. */
export function replicasOf({ input }: Pick<StepPlan, 'input'>): Replicas | null {
  const read = inputSchema.safeParse(input);
  return read.success ? read.data.replicas : null;
}

/** Whether it is the first step of its plan that starts containers of the new side. */
export const isFirstStart = ({ steps }: DeploymentPlan, step: string): boolean =>
  steps.find(({ type }) => type === startsSide)?.id === step;

/** Whether a step comes when the new side is behind the front already. */
export const isBehindFront = ({ steps, next }: DeploymentPlan, step: string): boolean =>
  next.front !== undefined &&
  !steps.slice(steps.findIndex(({ id }) => id === step)).some(({ type }) => type === ensuresFront);

/** Services whose containers come and go one by one: while both sides are there, or while their number changes. */
export function gradualServices({ kind, next, bindings }: DeploymentPlan): Set<string> {
  return kind === 'scale'
    ? new Set(next.application.services.filter(isArtifact).map(({ name }) => name))
    : besideOf(next, bindings);
}

export interface Standing {
  /** Whether this container of a service of the new side is there, and of the old side. */
  readonly next: (service: string, replica: number) => boolean;
  readonly previous: (service: string, replica: number) => boolean;
  /** Whether what cannot be there twice is the new side's already. */
  readonly replaced: boolean;
}

/** What is there once the step of this id is done; with `before`, when it begins. */
export function standingAt(plan: DeploymentPlan, step: string, when: 'before' | 'after' = 'after'): Standing {
  const index = plan.steps.findIndex(({ id }) => id === step);
  const done = plan.steps.slice(0, when === 'after' ? index + 1 : index);
  const gradual = gradualServices(plan);
  const concerned = (steps: readonly StepPlan[], type: string, service: string, replica: number): boolean =>
    steps.some((one) => one.type === type && isNamed(replicasOf(one), service, replica));
  return {
    // One that no step starts is there already.
    next: (service, replica) =>
      !gradual.has(service) ||
      !concerned(plan.steps, startsSide, service, replica) ||
      concerned(done, startsSide, service, replica),
    previous: (service, replica) => !concerned(done, stopsSide, service, replica),
    replaced: done.some(({ type }) => type === replaces),
  };
}

const shiftSchema = z.object({ to: z.number() });

/** Percent of the traffic that goes to the new side once the step of this id is done. */
export function shareAt({ steps }: DeploymentPlan, step: string): number {
  const done = steps.slice(0, steps.findIndex(({ id }) => id === step) + 1);
  const last = done.findLast(({ type }) => type === shiftsTraffic);
  return last ? shiftSchema.parse(last.input).to : 0;
}

/** A step that names none is about all of them. */
const isNamed = (replicas: Replicas | null, service: string, replica: number): boolean =>
  replicas === null || (Object.hasOwn(replicas, service) && (replicas[service] ?? []).includes(replica));
