/** An operation: a long-running piece of work, journalled step by step (DESIGN §4). */
import { z } from 'zod';

export const problemSchema = z.object({
  code: z.templateLiteral([z.enum(['usage', 'refused', 'conflict', 'attention', 'failed']), '.', z.string()]),
  message: z.string(),
  hint: z.string().nullable(),
  retry: z.boolean(),
  details: z.record(z.string(), z.json()),
});

export const operationKindSchema = z.enum(['build', 'run', 'remove', 'promote', 'rollback', 'scale', 'hotfix']);
export const operationStatusSchema = z.enum(['running', 'waiting', 'needs-attention', 'done', 'failed', 'aborted']);
export const directionSchema = z.enum(['forward', 'undo']);

/** One step of a plan. `type` names the file in `electron/steps`; `id` is unique within the operation. */
export const stepPlanSchema = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  input: z.json(),
  /** The step after which the operation is the truth: it can no longer be aborted, only rolled back by a new one. */
  commits: z.boolean(),
});

export const stepStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pending', 'running', 'done', 'failed', 'undoing', 'undone', 'unknown', 'skipped']),
  attempts: z.number().int(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
});

export const operationSchema = z.object({
  id: z.string(),
  project: z.string(),
  kind: operationKindSchema,
  /** What it works on: the environment's name; null for a build. */
  environment: z.string().nullable(),
  /** One line for a person: "Promote 3f2a1c9 to staging". */
  title: z.string(),
  release: z.string().nullable(),
  /** The revision that a deployment makes. */
  revision: z.number().int().nullable(),
  status: operationStatusSchema,
  direction: directionSchema,
  steps: z.array(stepStateSchema),
  problem: problemSchema.nullable(),
  by: z.string(),
  why: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** What can be done with it now; each false has its reason. */
  can: z.object({
    resume: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
    abort: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
  }),
});

export type OperationKind = z.infer<typeof operationKindSchema>;
export type OperationStatus = z.infer<typeof operationStatusSchema>;
export type Direction = z.infer<typeof directionSchema>;
export type StepPlan = z.infer<typeof stepPlanSchema>;
export type StepState = z.infer<typeof stepStateSchema>;
export type Operation = z.infer<typeof operationSchema>;

/** Whether an operation still holds its environment. */
export const isOpen = (status: OperationStatus): boolean =>
  status === 'running' || status === 'waiting' || status === 'needs-attention';
