/** Which containers there are while a deployment goes on: a rolling one has some of each side, every other all of both. */
import { z } from 'zod';
import type { StepPlan } from '../domain/operation.ts';
import type { DeploymentPlan } from '../domain/plan.ts';
import { besideOf } from './front.ts';
import type { Replicas } from './moves.ts';

/** The types of steps that start containers of the new side, and stop some of the old, while both are there. */
export const startsSide = 'side.start';
export const stopsSide = 'side.stop';
const replaces = 'containers.switch';
const ensuresFront = 'front.ensure';

const inputSchema = z.object({ replicas: z.record(z.string(), z.array(z.number().int())) });

/** The replicas that a step starts or stops; null when it is about all of them. */
export function replicasOf({ input }: Pick<StepPlan, 'input'>): Replicas | null {
  const read = inputSchema.safeParse(input);
  return read.success ? read.data.replicas : null;
}

/** Whether it is the first step of its plan that starts containers of the new side. */
export const isFirstStart = ({ steps }: DeploymentPlan, step: string): boolean =>
  steps.find(({ type }) => type === startsSide)?.id === step;

/** Whether a step comes after the new side was put behind the front. */
export const isBehindFront = ({ steps }: DeploymentPlan, step: string): boolean =>
  steps
    .slice(
      0,
      steps.findIndex(({ id }) => id === step),
    )
    .some(({ type }) => type === ensuresFront);

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
  const beside = besideOf(plan.next, plan.bindings);
  const startsBeside = plan.steps.some(({ type }) => type === startsSide);
  const concerns = (type: string, service: string, replica: number): boolean =>
    done.some((one) => one.type === type && isNamed(replicasOf(one), service, replica));
  return {
    next: (service, replica) => !startsBeside || !beside.has(service) || concerns(startsSide, service, replica),
    previous: (service, replica) => !concerns(stopsSide, service, replica),
    replaced: done.some(({ type }) => type === replaces),
  };
}

/** A step that names none is about all of them. */
const isNamed = (replicas: Replicas | null, service: string, replica: number): boolean =>
  replicas === null || (Object.hasOwn(replicas, service) && (replicas[service] ?? []).includes(replica));
