/** A run of the pipeline for one commit, as the interface and the terminal show it: stages with their outcome. */
import { z } from 'zod';
import { operationStatusSchema, problemSchema } from './operation.ts';

/** What a variable's value begins with that stands for a secret. */
export const secretPrefix = 'secret:';

/** A place in the working of a stage: what it takes to run it, decided when the run was planned. */
const commandPlanSchema = z.object({
  kind: z.literal('command'),
  run: z.string(),
  /** An image, or `service:NAME` for what this run built. */
  image: z.string(),
  /** Values that are `secret:NAME` are filled in when the container is made. */
  variables: z.record(z.string(), z.string()),
  timeoutMs: z.number(),
  cache: z.array(z.string()),
  artifacts: z.array(z.string()),
  reports: z.array(z.object({ format: z.enum(['junit', 'tap', 'cobertura', 'lcov']), path: z.string() })),
  services: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      command: z.array(z.string()).nullable(),
      variables: z.record(z.string(), z.string()),
      ready: z.string().nullable(),
    }),
  ),
  limits: z.object({
    cpus: z.number(),
    memoryBytes: z.number().int(),
    processes: z.number().int(),
    diskBytes: z.number().int(),
  }),
  network: z.enum(['open', 'services', 'none']),
});

const gatePlanSchema = z.object({
  kind: z.literal('gate'),
  url: z.string(),
  token: z.string().nullable(),
  field: z.string(),
  passed: z.array(z.string()),
  failed: z.array(z.string()),
  everyMs: z.number(),
  timeoutMs: z.number(),
});

export const stageWorkSchema = z.discriminatedUnion('kind', [commandPlanSchema, gatePlanSchema]);

/** One declared stage in the plan of a run. */
export const stagePlanSchema = z.object({
  name: z.string(),
  /** Declared stages that must have passed before. */
  after: z.array(z.string()),
  /** Whether it runs once the release is there. */
  late: z.boolean(),
  work: stageWorkSchema,
});

export const stageStatusSchema = z.enum([
  'pending',
  'running',
  'passed',
  'failed',
  'cancelled',
  /** Not reached, or not for this branch. */
  'skipped',
  /** Taken over from the run that this one tries again. */
  'reused',
]);

export const testCountsSchema = z.object({
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Of the failed: those that passed in the run before on the same branch. */
  newlyFailed: z.number().int(),
  /** Of all: those that lately both passed and failed at one commit. */
  flaky: z.number().int(),
});

export const coverageSchema = z.object({ lines: z.number().int(), covered: z.number().int() });

/** A stage of a run. `build`, `release` and `deploy` are there in every run beside the declared ones. */
export const stageSchema = z.object({
  name: z.string(),
  kind: z.enum(['command', 'gate', 'build', 'release', 'deploy']),
  after: z.array(z.string()),
  status: stageStatusSchema,
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Exit code of its command. */
  code: z.number().int().nullable(),
  /** Why it failed, was skipped, or is not done yet. */
  problem: problemSchema.nullable(),
  /** Bytes of output that are kept. */
  outputBytes: z.number().int(),
  /** For deploy: the environment and the operation. For reused: the run it was taken from. */
  environment: z.string().nullable(),
  operation: z.string().nullable(),
  tests: testCountsSchema.nullable(),
  coverage: coverageSchema.nullable(),
});

/** What came of one declared stage, as it is kept. */
export interface StageRecord {
  readonly name: string;
  readonly status: StageStatus;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly code: number | null;
  readonly problem: z.infer<typeof problemSchema> | null;
  /** The run whose outcome it is, where it was taken over. */
  readonly takenFrom: string | null;
}

/** A deployment that follows a run, as it is kept. */
export interface FollowingDeployment {
  readonly run: string;
  readonly environment: string;
  /** Waiting until the run has passed and nothing is in the way; over, when nothing comes of it. */
  readonly state: 'waiting' | 'begun' | 'over';
  readonly operation: string | null;
  /** Why it waits, or why nothing comes of it. */
  readonly problem: z.infer<typeof problemSchema> | null;
}

export const runTriggerSchema = z.enum(['person', 'push', 'webhook', 'retry']);

export const runSchema = z.object({
  /** Also the id of its operation: `operation.abort` cancels it. */
  id: z.string(),
  project: z.string(),
  commit: z.string(),
  subject: z.string(),
  author: z.string(),
  /** The branch, tag or commit it was run for. */
  ref: z.string(),
  release: z.string().nullable(),
  trigger: runTriggerSchema,
  by: z.string(),
  why: z.string().nullable(),
  /** The run that this one tries again. */
  retries: z.string().nullable(),
  operationStatus: operationStatusSchema,
  /** What a person wants to know: of the stages and of the deployments that follow. */
  status: z.enum(['running', 'passed', 'failed', 'cancelled', 'needs-attention']),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
  stages: z.array(stageSchema),
});

export const testCaseSchema = z.object({
  suite: z.string(),
  name: z.string(),
  file: z.string().nullable(),
  status: z.enum(['passed', 'failed', 'skipped']),
  ms: z.number().nullable(),
  /** What a failing test said; masked, cut at 20,000 characters. */
  message: z.string().nullable(),
  newlyFailed: z.boolean(),
  flaky: z.boolean(),
});

export type StageWork = z.infer<typeof stageWorkSchema>;
export type CommandWork = Extract<StageWork, { kind: 'command' }>;
export type GateWork = Extract<StageWork, { kind: 'gate' }>;
export type StagePlan = z.infer<typeof stagePlanSchema>;
export type StageStatus = z.infer<typeof stageStatusSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type Run = z.infer<typeof runSchema>;
export type RunTrigger = z.infer<typeof runTriggerSchema>;
export type TestCounts = z.infer<typeof testCountsSchema>;
export type Coverage = z.infer<typeof coverageSchema>;
export type TestCase = z.infer<typeof testCaseSchema>;
