/** A project: an opened repository and what the diagram shows of it. */
import { z } from 'zod';
import { healthSchema, containerStateSchema } from './health.ts';
import { laneSchema, lanePickSchema, parkedSchema } from './hotfix.ts';
import { operationSchema, problemSchema } from './operation.ts';
import { releaseSummarySchema } from './release.ts';
import { holdSchema } from './rollout.ts';

export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The folder that was opened. */
  path: z.string(),
  openedAt: z.number(),
});

/** Something that can be asked for now, or the reason why not and what would enable it. */
export const possibilitySchema = z.object({ possible: z.boolean(), reason: problemSchema.nullable() });

export const environmentStatusSchema = z.object({
  name: z.string(),
  kind: z.string(),
  title: z.string(),
  lane: z.enum(['test', 'main', 'release']),
  order: z.number(),
  guarded: z.boolean(),
  /** A template (`many: true`) stands for environments that do not exist yet. */
  template: z.boolean(),
  release: releaseSummarySchema.nullable(),
  revision: z.number().int().nullable(),
  runningSince: z.number().nullable(),
  health: healthSchema,
  /** In words: "2 of 2 containers healthy", "web exited with code 1 three minutes ago". */
  healthText: z.string(),
  observedAt: z.number().nullable(),
  url: z.string().nullable(),
  /** What runs differs from what is recorded; one sentence each. */
  drift: z.array(z.string()),
  /** How many commits its release lacks of what it follows, or of the environment before it. */
  behind: z.object({ of: z.string(), commits: z.number().int() }).nullable(),
  operation: operationSchema.nullable(),
  /** Why nothing automatic comes here now; null when it may. */
  hold: holdSchema.nullable(),
  /** Whether a load balancer stands before it, and the revision that is kept warm behind it. */
  front: z.object({ warm: z.number().int().nullable() }).nullable(),
  rollback: possibilitySchema.extend({
    revision: z.number().int().nullable(),
    release: z.string().nullable(),
    /** By a switch to what still runs; null when something has to be started first. */
    way: z.literal('switch').nullable(),
  }),
});

export const flowEdgeSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kind: z.enum(['promotion', 'lane', 'mirror']),
  /** The release that would move along it: what runs at its start. */
  release: releaseSummarySchema.nullable(),
  /** Commits that a promotion would bring; null when there is nothing to compare. */
  changes: z.number().int().nullable(),
  promotion: possibilitySchema,
});

export const engineStateSchema = z.object({
  reachable: z.boolean(),
  version: z.string().nullable(),
  problem: problemSchema.nullable(),
});

export const projectStatusSchema = z.object({
  project: projectSchema,
  /** The main branch and its tip, which development is at. */
  main: z.object({ branch: z.string(), commit: z.string().nullable(), subject: z.string().nullable() }),
  environments: z.array(environmentStatusSchema),
  edges: z.array(flowEdgeSchema),
  /** Open lanes, as the diagram draws them. */
  lanes: z.array(
    laneSchema
      .pick({
        id: true,
        purpose: true,
        environment: true,
        branch: true,
        base: true,
        head: true,
        version: true,
        createdAt: true,
      })
      .extend({
        picks: z.array(lanePickSchema.pick({ id: true, source: true, subject: true, state: true })),
        release: z.string().nullable(),
        runsIn: z.array(z.string()),
        /** How many of its changes main has not yet. */
        notOnMain: z.number().int().nullable(),
      }),
  ),
  /** What hotfixes have pushed aside. */
  parked: z.array(parkedSchema),
  /** Changes in production or a lane that main has not; null while that is being found out. */
  lost: z
    .object({
      count: z.number().int(),
      /** The newest twenty of them. */
      changes: z.array(z.object({ change: z.string(), subject: z.string(), in: z.array(z.string()) })),
    })
    .nullable(),
  /** Why it cannot be told what is lost; null while nothing stands in the way. */
  lostProblem: problemSchema.nullable(),
  docker: engineStateSchema,
  /** Why `slipway.yaml` on disk is not what is in force, if so. */
  configuration: z.object({
    file: z.string(),
    valid: z.boolean(),
    missing: z.boolean(),
    problems: z.array(problemSchema),
    notices: z.array(z.string()),
  }),
  /** The newest event that this picture includes. */
  seq: z.number().int(),
});

export const environmentDetailSchema = z.object({
  status: environmentStatusSchema,
  containers: z.array(containerStateSchema),
  /** The services of the release that last, and how many containers of each shall run now. */
  services: z.array(z.object({ name: z.string(), replicas: z.number().int() })),
  configuration: z.string().nullable(),
});

export type Project = z.infer<typeof projectSchema>;
export type EnvironmentStatus = z.infer<typeof environmentStatusSchema>;
export type FlowEdge = z.infer<typeof flowEdgeSchema>;
export type ProjectStatus = z.infer<typeof projectStatusSchema>;
export type EnvironmentDetail = z.infer<typeof environmentDetailSchema>;
export type EngineState = z.infer<typeof engineStateSchema>;
