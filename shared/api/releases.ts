import { z } from 'zod';
import { commitSchema } from '../domain/commit.ts';
import { operationSchema, problemSchema } from '../domain/operation.ts';
import { deploymentPlanSchema } from '../domain/plan.ts';
import { releaseSchema, releaseSummarySchema, rejectionSchema } from '../domain/release.ts';
import { revisionSchema } from '../domain/revision.ts';
import { rolloutStopSchema } from '../domain/rollout.ts';
import { command, query } from './definition.ts';

const inProject = { project: z.string() };
/** Chosen by the caller: the same key gives back the same operation, however often it is sent. */
const key = z.string().min(8).max(100);
const why = z.string().max(2000).optional();

/** What a move brings or takes away, by name. At most 200 commits are listed; `count` is exact. */
export const movementSchema = z.object({
  count: z.number().int(),
  commits: z.array(commitSchema),
  workItems: z.array(z.string()),
});

/** What differs in the configuration, one line each: `web.environment.LEVEL: info → debug`. Secret values never appear. */
export const configurationChangeSchema = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const previewSchema = z.object({
  /** Hash of the plan; starting with it makes sure that what was shown is what runs. Null when refused. */
  plan: z.string().nullable(),
  refusal: problemSchema.nullable(),
  environment: z.string(),
  release: releaseSummarySchema,
  current: z.object({ revision: z.number().int(), release: releaseSummarySchema }).nullable(),
  restores: z.number().int().nullable(),
  comes: movementSchema,
  leaves: movementSchema,
  /** Changes that a hotfix brought to where it goes, and that it takes out again. */
  loses: z.array(z.object({ change: z.string(), subject: z.string() })),
  configuration: z.array(configurationChangeSchema),
  steps: z.array(z.object({ id: z.string(), title: z.string() })),
  /** How traffic moves: the stops of the rollout, and for a rollback the way back; null without a load balancer. */
  rollout: z
    .object({
      strategy: z.enum(['recreate', 'rolling', 'blue-green', 'canary']),
      way: z.enum(['switch', 'start', 'pull']).nullable(),
      warmMs: z.number(),
      stops: z.array(rolloutStopSchema),
      /** What watches it, one line each. */
      checks: z.array(z.string()),
    })
    .nullable(),
  bindings: deploymentPlanSchema.shape.bindings,
  /** From earlier runs here; null when there are none. */
  expectedMs: z.number().nullable(),
  gates: z.array(z.object({ title: z.string(), open: z.boolean(), detail: z.string() })),
  wayBack: z.string(),
  notices: z.array(z.string()),
  guarded: z.boolean(),
});

export const releases = {
  'release.list': query({
    summary: 'Releases, newest first.',
    input: z.object({
      ...inProject,
      before: z.number().optional(),
      limit: z.number().int().min(1).max(500).default(50),
      search: z.string().max(200).optional(),
    }),
    output: z.object({ releases: z.array(releaseSchema), more: z.boolean() }),
  }),
  'release.get': query({
    summary: 'A release: its commit, changes, artifacts, and where it has run.',
    input: z.object({ ...inProject, release: z.string() }),
    output: z.object({
      release: releaseSchema,
      changes: movementSchema,
      since: releaseSummarySchema.nullable(),
      revisions: z.array(revisionSchema),
    }),
  }),
  'release.build': command({
    summary: 'Builds a release from a commit, once. A commit that was built before gives back its release.',
    input: z.object({ ...inProject, ref: z.string().optional(), key }),
    output: z.object({ operation: operationSchema, release: releaseSchema.nullable() }),
  }),
  'release.reject': command({
    summary: 'Says that a release may never be promoted again, and why.',
    input: z.object({ ...inProject, release: z.string(), why: z.string().min(1).max(2000) }),
    output: z.object({ rejected: rejectionSchema }),
  }),
  'release.approve': command({
    summary: 'Approves a release for an environment whose gate asks for it.',
    input: z.object({ ...inProject, release: z.string(), environment: z.string(), why }),
    output: z.object({ approvals: z.number().int() }),
  }),
  'promotion.preview': query({
    summary: 'Exactly what a promotion would do, or why it is refused.',
    input: z.object({
      ...inProject,
      release: z.string(),
      to: z.string(),
      /** Whether to plan it although it takes changes out of production. */
      lose: z.boolean().default(false),
    }),
    output: previewSchema,
  }),
  'promotion.start': command({
    summary: 'Promotes a release to an environment.',
    input: z.object({
      ...inProject,
      release: z.string(),
      to: z.string(),
      plan: z.string().optional(),
      /** Why it may take changes out of production; without it such a promotion is refused with their names. */
      lose: z.string().min(1).max(2000).optional(),
      why,
      key,
    }),
    output: z.object({ operation: operationSchema }),
  }),
  'rollback.preview': query({
    summary: 'Exactly what a rollback would do: what comes back, and what leaves.',
    input: z.object({ ...inProject, environment: z.string(), to: z.union([z.number().int(), z.string()]).optional() }),
    output: previewSchema,
  }),
  'rollback.start': command({
    summary: 'Takes an environment back to an earlier good revision.',
    input: z.object({
      ...inProject,
      environment: z.string(),
      to: z.union([z.number().int(), z.string()]).optional(),
      plan: z.string().optional(),
      /** Why the release that leaves may never come back anywhere. */
      reject: z.string().min(1).max(2000).optional(),
      why,
      key,
    }),
    output: z.object({ operation: operationSchema }),
  }),
  'rollback.startAll': command({
    summary: 'Takes several environments back at once: all of them begin, or none.',
    input: z.object({
      ...inProject,
      rollbacks: z
        .array(
          z.object({
            environment: z.string(),
            to: z.union([z.number().int(), z.string()]).optional(),
            plan: z.string().optional(),
          }),
        )
        .min(1)
        .max(100),
      /** Why the releases that leave may never come back anywhere. */
      reject: z.string().min(1).max(2000).optional(),
      why,
      key,
    }),
    output: z.object({ operations: z.array(operationSchema) }),
  }),
};
export type Preview = z.infer<typeof previewSchema>;
export type Movement = z.infer<typeof movementSchema>;
