/**
 * The schema of `slipway.yaml` (DESIGN §6). It is the one source: validation, the published JSON Schema and the nearest
 * valid key of an error all come from it.
 */
import { z } from 'zod';
import { mostReplicas } from '../domain/front.ts';
import { itemPrefix } from '../domain/work-items.ts';
import { environmentKinds } from '../environments/index.ts';
import type { EnvironmentKind } from '../environments/kind.ts';
import { durationSchema } from './duration.ts';
import { forgeSchema, watchSchema } from './watch.ts';
import { pipelineSchema } from './pipeline.ts';
import { verifySchema } from './verify.ts';

export { parseDuration } from './duration.ts';

/** A host port, or `address:port` to bind one address only. */
const publishSchema = z.union([
  z.number().int().min(1).max(65535),
  z.string().regex(/^(?:\[[0-9a-fA-F:]+\]|[0-9.]+):\d{1,5}$/, 'a port, or address:port'),
]);

const gateSchema = z.union([
  z.strictObject({
    approval: z.number().int().min(1).describe('How many people must approve the release for this environment.'),
  }),
  z.strictObject({
    soak: durationSchema.describe('How long the release must have run healthy in the environment before.'),
  }),
]);

const testerValue = z
  .string()
  .regex(/^[!-~]{1,200}$/, 'printable characters without spaces, at most 200')
  .describe('The value that chooses the new release.');
const token = (what: string) => z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, `the name of a ${what}`);
const testersSchema = z.union([
  z.strictObject({ header: token('header').describe('Name of the header.'), value: testerValue }),
  z.strictObject({ cookie: token('cookie').describe('Name of the cookie.'), value: testerValue }),
]);

const commonShape = {
  after: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('The environment, or environments, in which a release must have run healthy before it may come here.'),
  publish: z.record(z.string(), publishSchema).optional().describe('Host port of each published service.'),
  variables: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Values for ${VARIABLES} of the Compose file in this environment.'),
  replicas: z
    .record(z.string(), z.number().int().min(0).max(mostReplicas))
    .optional()
    .describe('Replicas of each service here.'),
  profiles: z.array(z.string()).optional().describe('Compose profiles that are on here.'),
  gates: z.array(gateSchema).optional().describe('What must hold before a release may come here.'),
  rollout: z
    .strictObject({
      strategy: z
        .enum(['recreate', 'rehearsed', 'rolling', 'blue-green', 'canary'])
        .describe(
          'recreate: stop the old, start the new. rehearsed: prove the new one healthy beside the old one first. Behind the load balancer: blue-green (the default where there is one): all traffic at one instant; canary: a growing share of it; rolling: a few containers at a time.',
        ),
      steps: z
        .array(z.number().int().min(1).max(100))
        .min(1)
        .optional()
        .describe('canary: percent of the traffic at each step.'),
      hold: durationSchema
        .optional()
        .describe('canary, rolling: how long each step is watched; 30s by default for canary, not at all for rolling.'),
      surge: z
        .number()
        .int()
        .min(0)
        .max(100)
        .optional()
        .describe('rolling: how many containers of a service there may be more than wanted; 1 by default.'),
      unavailable: z
        .number()
        .int()
        .min(0)
        .max(100)
        .optional()
        .describe('rolling: how many containers of a service there may be fewer than wanted; 0 by default.'),
      testers: testersSchema
        .optional()
        .describe('Requests with this header, or cookie, go to the new release while it is tried, whatever its share.'),
      warm: durationSchema
        .optional()
        .describe(
          'How long the old side stays started after the switch, for a way back without a start; 10m by default.',
        ),
    })
    .optional()
    .describe('How traffic moves to the new release.'),
  verify: verifySchema.optional().describe('What proves that a deployment works.'),
  backups: z
    .strictObject({
      ladder: z.array(durationSchema).min(1).describe('How old the kept restore points are, such as 1m, 10m, 1d.'),
    })
    .optional()
    .describe('Restore points that are made on schedule.'),
  healthTimeout: durationSchema.optional().describe('How long a deployment waits for health; 2m by default.'),
  target: z.string().optional().describe('Which of `targets` it runs on; the local engine by default.'),
};

const environmentOf = (kind: EnvironmentKind) =>
  z.strictObject({ kind: z.literal(kind.kind).describe(kind.summary), ...commonShape, ...kind.shape });

const environmentSchema = z.discriminatedUnion('kind', [
  environmentOf(environmentKinds[0]),
  ...environmentKinds.slice(1).map(environmentOf),
]);

const targetSchema = z.strictObject({
  docker: z
    .string()
    .regex(/^(unix:\/\/|tcp:\/\/|npipe:\/\/)/, 'an engine address such as unix:///var/run/docker.sock')
    .optional()
    .describe('Address of a Docker engine.'),
  swarm: z
    .string()
    .regex(/^(ssh:\/\/|tcp:\/\/|unix:\/\/)/, 'a manager address such as ssh://deploy@manager')
    .optional()
    .describe('Address of a Swarm manager.'),
});

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, at most 40');

export const configurationSchema = z.strictObject({
  slipway: z.literal(1).describe('Version of this file.'),
  name: name.describe('Name of the project; containers, networks and volumes carry it.'),
  compose: z.string().default('compose.yaml').describe('The Compose file, from the root of the repository.'),
  registry: z
    .string()
    .optional()
    .describe('Where images are pushed, such as localhost:5000/shop. Without one they stay on the engine.'),
  front: z
    .strictObject({
      image: z.string().min(1).describe('Image of the load balancer: HAProxy 2.6 or newer.'),
      tcp: z.array(z.string()).optional().describe('Published services that speak something else than HTTP.'),
      sticky: z
        .array(z.string())
        .optional()
        .describe('Services whose clients stay with the container that answered first.'),
      checks: z
        .record(z.string(), z.string().regex(/^\/[!-~]*$/, 'a path such as /healthz'))
        .optional()
        .describe('Path that the load balancer asks each service for; without one it only connects.'),
      certificate: z
        .string()
        .min(1)
        .optional()
        .describe('Secret with certificate and key, where TLS ends at the load balancer.'),
    })
    .optional()
    .describe('The load balancer in front of the published services.'),
  source: z
    .strictObject({
      main: z.string().default('main').describe('The main branch.'),
      release: z.string().default('release/*').describe('Pattern of the hotfix lane branches.'),
      workItems: z
        .array(z.string().regex(itemPrefix, 'what stands before the number: SHOP-, GH#, # or !'))
        .max(20)
        .optional()
        .describe(
          'What work items in commit messages begin with, such as "SHOP-" or "#". Without it #12 and ABC-123 are.',
        ),
    })
    .prefault({})
    .describe('The branches that releases come from.'),
  watch: watchSchema.optional(),
  forge: forgeSchema.optional(),
  pipeline: pipelineSchema.optional(),
  migrations: z
    .strictObject({
      directory: z.string().min(1).describe('Folder of the schema migrations.'),
      up: z.string().min(1).describe('Command that migrates up.'),
      down: z.string().min(1).optional().describe('Command that migrates down.'),
      status: z.string().min(1).optional().describe('Command that says which migrations have run.'),
    })
    .optional()
    .describe('Schema migrations of the database.'),
  environments: z.record(name, environmentSchema).describe('Where releases run.'),
  targets: z.record(z.string(), targetSchema).optional().describe('The engines that environments run on.'),
});

/** A valid `slipway.yaml`. */
export type Configuration = z.infer<typeof configurationSchema>;
/** One environment as declared. */
export type EnvironmentDeclaration = Configuration['environments'][string] & {
  readonly kind: string;
  readonly after?: string | string[] | undefined;
  readonly follows?: string | undefined;
  readonly to?: string | undefined;
  readonly of?: string | undefined;
  readonly many?: boolean | undefined;
};
