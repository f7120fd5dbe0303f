/**
 * Plans: what an operation will do, decided once by `shared/planning`, shown in the preview, stored when the operation
 * starts and followed by the engine. A plan is data and frozen; the person saw exactly this.
 */
import { z } from 'zod';
import { colourSchema, frontShapeSchema } from './front.ts';
import { lanePlanSchema } from './hotfix.ts';
import { stepPlanSchema } from './operation.ts';
import { artifactSchema } from './release.ts';
import { runTriggerSchema, stagePlanSchema } from './run.ts';
import { applicationSchema, buildSchema } from './service.ts';
import { verifyPlanSchema } from './verification.ts';

/** Where a published port of a service is bound on the host. */
export const bindingSchema = z.object({
  service: z.string(),
  container: z.number().int(),
  protocol: z.enum(['tcp', 'udp']),
  hostAddress: z.string(),
  host: z.number().int(),
});

/** The front of one side: the container that it makes, and the colour that the side has behind it. */
export const sideFrontSchema = z.object({
  image: z.string(),
  colour: colourSchema,
  shape: frontShapeSchema,
  /** Services behind it; the others keep their own ports. */
  services: z.array(z.string()),
  /** Where the front's own ports are bound on the host. */
  bindings: z.array(bindingSchema),
  /** Networks of the Compose file, with the names that its services have there: callers inside reach them through it too. */
  networks: z.array(z.object({ name: z.string(), aliases: z.array(z.string()) })),
  /** Name of the secret with certificate and key, where TLS ends at the front. */
  certificate: z.string().nullable(),
});

/** One side of a deployment: a release with the configuration that it runs with. */
export const sideSchema = z.object({
  revision: z.number().int(),
  release: z.string(),
  commit: z.string(),
  artifacts: z.array(artifactSchema),
  application: applicationSchema,
  /** Hash of the application as resolved for the environment. */
  configuration: z.string(),
  /** For what runs now: where it is published. The other side is published where the plan says. */
  bindings: z.array(bindingSchema).optional(),
  /** What stands before its services; without one they own their ports. */
  front: sideFrontSchema.optional(),
  /** The revision whose containers it is, where that is another: a rollback to what was still warm starts none of its own. */
  runsAs: z.number().int().optional(),
});

export const deploymentPlanSchema = z.object({
  kind: z.enum(['promote', 'rollback', 'scale']),
  project: z.string(),
  /** The project's name, as containers carry it. */
  projectName: z.string(),
  environment: z.string(),
  environmentKind: z.string(),
  target: z.string(),
  next: sideSchema,
  previous: sideSchema.nullable(),
  /** For a rollback, the revision that comes back. */
  restores: z.number().int().nullable(),
  bindings: z.array(bindingSchema),
  healthTimeoutMs: z.number(),
  /** Whether the new release proves itself beside the old one before it takes its place. */
  rehearsed: z.boolean(),
  /** Behind a front: how traffic moves, and how long what it leaves stays started. */
  rollout: z
    .object({
      strategy: z.enum(['recreate', 'rolling', 'blue-green', 'canary']),
      warmMs: z.number(),
      /** For a rollback: by a switch to what is warm, or by starting what it needs. */
      way: z.enum(['switch', 'start', 'pull']).nullable(),
    })
    .optional(),
  /** For a change of replicas: what was chosen, and what the files said then. */
  scale: z.object({ service: z.string(), replicas: z.number().int(), declared: z.number().int() }).optional(),
  /** What proves that it works; without, that its containers stay well. */
  verify: verifyPlanSchema.optional(),
  /** Things to know that hold nothing up. */
  notices: z.array(z.string()),
  steps: z.array(stepPlanSchema),
});

export const buildPlanSchema = z.object({
  kind: z.enum(['build', 'run']),
  project: z.string(),
  projectName: z.string(),
  target: z.string(),
  release: z.string(),
  commit: z.string(),
  subject: z.string(),
  author: z.string(),
  committedAt: z.number(),
  ref: z.string(),
  tag: z.string().nullable(),
  /** Hash of everything that goes into the images; the same inputs give back the same release. */
  inputs: z.string(),
  registry: z.string().nullable(),
  /** Address of the repository for the OCI source label; without credentials. */
  source: z.string().nullable(),
  createdAt: z.number(),
  changes: z.number().int().nullable(),
  /** Built from somebody’s working tree, for this environment alone. */
  workingTree: z.string().optional(),
  images: z.array(
    z.object({
      service: z.string(),
      build: buildSchema,
      /** Repository part of the image name, such as `localhost:5000/shop/web` or `shop/web`. */
      name: z.string(),
      tags: z.array(z.string()),
    }),
  ),
  /** For a run of the pipeline: what it does beside building. */
  run: z
    .object({
      trigger: runTriggerSchema,
      stages: z.array(stagePlanSchema),
      /** Stages that are not for this branch, or that nobody asked for. */
      skipped: z.array(z.object({ name: z.string(), kind: z.enum(['command', 'gate']), why: z.string() })),
      /** The stages that were asked for; null for all. */
      wanted: z.array(z.string()).nullable(),
      /** The run that is tried again, and the stages whose outcome is taken over from it. */
      retries: z.object({ run: z.string(), reused: z.array(z.string()) }).nullable(),
      /** Whether a release comes of it: not, where only stages before it were asked for. */
      releases: z.boolean(),
      /** The release was there already: nothing is built, `images` is empty. */
      known: z.boolean(),
      /** Environments that get its release once every stage has passed. */
      deploysTo: z.array(z.string()),
    })
    .optional(),
  steps: z.array(stepPlanSchema),
});

/** The end of a test environment: everything that goes with it, as it was found when it was asked for. */
export const removalPlanSchema = z.object({
  kind: z.literal('remove'),
  project: z.string(),
  environment: z.string(),
  target: z.string(),
  /** Names on the engine. What is found under the environment’s labels when it runs goes too. */
  containers: z.array(z.string()),
  networks: z.array(z.string()),
  volumes: z.array(z.string()),
  /** Images that nothing else needs. */
  images: z.array(z.object({ release: z.string(), service: z.string(), imageId: z.string() })),
  /** Why it ends: the branch was merged, its time is over, somebody removes it. */
  reason: z.string(),
  steps: z.array(stepPlanSchema),
});

export const planSchema = z.discriminatedUnion('kind', [
  deploymentPlanSchema,
  buildPlanSchema,
  lanePlanSchema,
  removalPlanSchema,
]);
export type Side = z.infer<typeof sideSchema>;
export type SideFront = z.infer<typeof sideFrontSchema>;
export type Binding = z.infer<typeof bindingSchema>;
export type DeploymentPlan = z.infer<typeof deploymentPlanSchema>;
export type BuildPlan = z.infer<typeof buildPlanSchema>;
export type RemovalPlan = z.infer<typeof removalPlanSchema>;
export type Plan = z.infer<typeof planSchema>;

/** The revision under whose number the containers of a side were made. */
export const madeBy = ({ runsAs, revision }: Side): number => runsAs ?? revision;

/** Whether a plan brings a release into an environment. */
export const isDeployment = (plan: Plan): plan is DeploymentPlan =>
  plan.kind === 'promote' || plan.kind === 'rollback' || plan.kind === 'scale';

/** Whether a plan makes a release from a commit: a build alone, or a run of the whole pipeline. */
export const isBuild = (plan: Plan): plan is BuildPlan => plan.kind === 'build' || plan.kind === 'run';
