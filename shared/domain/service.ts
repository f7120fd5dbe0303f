/**
 * A service as Slipway runs it: what the Compose file says, normalised, with durations in milliseconds and sizes in
 * bytes. It is resolved for one environment (variables interpolated) and kept with the revision, so that a rollback
 * brings back the configuration that ran, not the one of today.
 */
import { z } from 'zod';

const command = z.array(z.string()).nullable();

export const portSchema = z.object({
  /** Port inside the container. */
  container: z.number().int().min(1).max(65535),
  protocol: z.enum(['tcp', 'udp']),
  /** Host address and port; `host: null` means that Slipway chooses a free port on loopback and keeps it. */
  hostAddress: z.string().nullable(),
  host: z.number().int().min(1).max(65535).nullable(),
});

export const mountSchema = z.discriminatedUnion('type', [
  /** A named volume of the environment; `name` is the key in the Compose file. */
  z.object({ type: z.literal('volume'), name: z.string(), target: z.string(), readOnly: z.boolean() }),
  z.object({ type: z.literal('tmpfs'), target: z.string(), sizeBytes: z.number().nullable() }),
]);

/** A file or folder that is copied into the container before it starts: configs, secrets, read-only repository paths. */
export const fileSchema = z.object({
  target: z.string(),
  mode: z.number().int(),
  uid: z.number().int(),
  gid: z.number().int(),
  source: z.discriminatedUnion('type', [
    /** A path of the repository at the release's commit: a blob, or a tree with everything below it. */
    z.object({
      type: z.literal('repository'),
      path: z.string(),
      /** For a dependency, the Git object at the path: with another one it is not the same container any more. */
      version: z.string().optional(),
    }),
    z.object({ type: z.literal('inline'), content: z.string() }),
    /** A secret by name; its value is read from the secret store when the container is made, and is never stored here. */
    z.object({ type: z.literal('secret'), name: z.string() }),
  ]),
});

export const healthcheckSchema = z.object({
  /** Docker's form: `['CMD', …]` or `['CMD-SHELL', 'line']`. */
  test: z.array(z.string()).min(1),
  intervalMs: z.number(),
  timeoutMs: z.number(),
  retries: z.number().int(),
  startPeriodMs: z.number(),
});

export const dependencyConditionSchema = z.enum([
  'service_started',
  'service_healthy',
  'service_completed_successfully',
]);

export const buildSchema = z.object({
  /** Folder inside the repository, `.` for its root; never outside it. */
  context: z.string(),
  /** Path of the Dockerfile, relative to the context. */
  dockerfile: z.string(),
  dockerfileInline: z.string().nullable(),
  args: z.record(z.string(), z.string()),
  target: z.string().nullable(),
});

export const serviceSchema = z.object({
  name: z.string(),
  /** A service with `build:` is an artifact of the release; any other image is a dependency of the environment. */
  build: buildSchema.nullable(),
  /** The image named by the Compose file; for an artifact only a name, the release's digest is what runs. */
  image: z.string().nullable(),
  command,
  entrypoint: command,
  environment: z.record(z.string(), z.string()),
  ports: z.array(portSchema),
  expose: z.array(z.number().int()),
  mounts: z.array(mountSchema),
  files: z.array(fileSchema),
  /** Networks of the Compose file with the aliases on each. Every one of them exists once for each environment. */
  networks: z.array(z.object({ name: z.string(), aliases: z.array(z.string()) })),
  dependsOn: z.record(z.string(), z.object({ condition: dependencyConditionSchema, required: z.boolean() })),
  healthcheck: healthcheckSchema.nullable(),
  labels: z.record(z.string(), z.string()),
  restart: z.object({ policy: z.enum(['no', 'always', 'on-failure', 'unless-stopped']), maxRetries: z.number().int() }),
  user: z.string().nullable(),
  workingDirectory: z.string().nullable(),
  hostname: z.string().nullable(),
  stopGracePeriodMs: z.number(),
  stopSignal: z.string().nullable(),
  init: z.boolean().nullable(),
  readOnly: z.boolean(),
  tty: z.boolean(),
  capDrop: z.array(z.string()),
  replicas: z.number().int().min(0),
  resources: z.object({
    cpus: z.number().nullable(),
    memoryBytes: z.number().nullable(),
    memoryReservationBytes: z.number().nullable(),
    pids: z.number().int().nullable(),
  }),
});

/** Everything that one release makes run in one environment. */
export const applicationSchema = z.object({
  services: z.array(serviceSchema),
  networks: z.array(z.object({ name: z.string(), internal: z.boolean(), labels: z.record(z.string(), z.string()) })),
  volumes: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()) })),
});

export type Port = z.infer<typeof portSchema>;
export type Mount = z.infer<typeof mountSchema>;
export type FileToCopy = z.infer<typeof fileSchema>;
export type Healthcheck = z.infer<typeof healthcheckSchema>;
export type Build = z.infer<typeof buildSchema>;
export type Service = z.infer<typeof serviceSchema>;
export type Application = z.infer<typeof applicationSchema>;
