/**
 * The forms of the Compose specification that Slipway takes. Values arrive as text, also numbers (see `reading.ts`).
 * Keys that are refused or do not matter are in `keys.ts` and are gone before this schema sees a service.
 *
 * Own code, because no library does it: the official reader is Go, its JavaScript wrapper downloads a binary when it is
 * installed and answers without line numbers, and the JSON Schema on npm is years behind the specification.
 */
import { z } from 'zod';

const text = z.string();
const flag = z
  .union([z.boolean(), z.string().regex(/^(true|false|yes|no|on|off)$/i, 'true or false')])
  .transform((value) => (typeof value === 'boolean' ? value : /^(true|yes|on)$/i.test(value)));
const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'a whole number')
  .transform(Number);
const decimal = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'a number such as 0.5')
  .transform(Number);
const octal = z
  .string()
  .regex(/^0?o?[0-7]{3,4}$/, 'an octal mode such as 0440')
  .transform((mode) => Number.parseInt(mode.replace('o', ''), 8));
const scalar = z.union([z.string(), z.boolean(), z.null()]);
const pairs = z.union([z.record(z.string(), scalar), z.array(text)]);
const textOrList = z.union([text, z.array(text)]);
const command = z.union([z.null(), text, z.array(text)]);

const build = z.union([
  text,
  z.strictObject({
    context: text.optional(),
    dockerfile: text.optional(),
    dockerfile_inline: text.optional(),
    args: pairs.nullable().optional(),
    target: text.optional(),
  }),
]);

const port = z.union([
  text,
  z.strictObject({
    target: text,
    published: text.optional(),
    host_ip: text.optional(),
    protocol: text.optional(),
  }),
]);

const volume = z.union([
  text,
  z.strictObject({
    type: z.enum(['volume', 'bind', 'tmpfs']),
    source: text.optional(),
    target: text,
    read_only: flag.optional(),
    tmpfs: z.strictObject({ size: text.optional() }).optional(),
  }),
]);

const grant = z.union([
  text,
  z.strictObject({
    source: text,
    target: text.optional(),
    uid: whole.optional(),
    gid: whole.optional(),
    mode: octal.optional(),
  }),
]);

const dependencies = z.union([
  z.array(text),
  z.record(
    text,
    z.strictObject({
      condition: z
        .enum(['service_started', 'service_healthy', 'service_completed_successfully'])
        .default('service_started'),
      required: flag.default(true),
    }),
  ),
]);

const networks = z.union([
  z.array(text),
  z.record(text, z.union([z.null(), z.strictObject({ aliases: z.array(text).optional() })])),
]);

const limits = z.strictObject({ cpus: decimal.optional(), memory: text.optional(), pids: whole.optional() });
const deploy = z.strictObject({
  replicas: whole.optional(),
  resources: z
    .strictObject({ limits: limits.optional(), reservations: limits.pick({ memory: true }).strict().optional() })
    .optional(),
  restart_policy: z
    .strictObject({ condition: z.enum(['none', 'on-failure', 'any']).default('any'), max_attempts: whole.optional() })
    .optional(),
});

const healthcheck = z.strictObject({
  test: textOrList.optional(),
  interval: text.optional(),
  timeout: text.optional(),
  retries: whole.optional(),
  start_period: text.optional(),
  disable: flag.optional(),
});

const environmentFile = z.union([
  text,
  z.array(
    z.union([
      text,
      z.strictObject({
        path: text,
        required: flag.default(true),
        format: z.enum(['raw']).optional(),
      }),
    ]),
  ),
]);

export const composeServiceSchema = z.strictObject({
  build: build.optional(),
  image: z
    .string()
    .regex(/^[a-zA-Z0-9][\w./:@-]*\w$/, 'the name of an image')
    .optional(),
  command: command.optional(),
  entrypoint: command.optional(),
  environment: pairs.nullable().optional(),
  env_file: environmentFile.nullable().optional(),
  ports: z.array(port).nullable().optional(),
  expose: z.array(text).nullable().optional(),
  volumes: z.array(volume).nullable().optional(),
  tmpfs: textOrList.nullable().optional(),
  networks: networks.nullable().optional(),
  depends_on: dependencies.nullable().optional(),
  healthcheck: healthcheck.optional(),
  labels: pairs.nullable().optional(),
  restart: z
    .union([
      z
        .string()
        .regex(
          /^(no|always|unless-stopped|on-failure(:\d+)?)$/,
          'no, always, on-failure, on-failure:N or unless-stopped',
        ),
      z.literal(false),
    ])
    .optional(),
  user: text.optional(),
  working_dir: text.optional(),
  hostname: text.optional(),
  stop_grace_period: text.optional(),
  stop_signal: text.optional(),
  init: flag.optional(),
  read_only: flag.optional(),
  tty: flag.optional(),
  cap_drop: z.array(text).optional(),
  deploy: deploy.nullable().optional(),
  scale: whole.optional(),
  mem_limit: text.optional(),
  mem_reservation: text.optional(),
  cpus: decimal.optional(),
  pids_limit: whole.optional(),
  secrets: z.array(grant).nullable().optional(),
  configs: z.array(grant).nullable().optional(),
  profiles: z.array(text).optional(),
});

export const composeVolumeSchema = z.union([z.null(), z.strictObject({ labels: pairs.optional() })]);
export const composeNetworkSchema = z.union([
  z.null(),
  z.strictObject({ labels: pairs.optional(), internal: flag.optional() }),
]);
export const composeFileSourceSchema = z.strictObject({
  file: text.optional(),
  environment: text.optional(),
  content: text.optional(),
  external: flag.optional(),
});

export type ComposeService = z.output<typeof composeServiceSchema>;
export type Pairs = z.output<typeof pairs>;
export type ComposePort = z.output<typeof port>;
export type ComposeVolume = z.output<typeof volume>;
export type Grant = z.output<typeof grant>;
export type FileSource = z.output<typeof composeFileSourceSchema>;
