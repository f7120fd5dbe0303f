/** `pipeline:`: the stages that a team declares beside build, release and deploy, which need nothing. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';

/** What every pipeline has: a declared stage cannot take one of these names, and may come after one of them. */
export const ownStages = ['build', 'release', 'deploy'] as const;

/** Whether a name is that of a stage which every pipeline has. */
export const isOwnStage = (name: string): boolean => (ownStages as readonly string[]).includes(name);

// A name of digits alone would not stay where it was declared: such keys come first in an object.
const stageName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, 'a letter, then lower-case letters, digits and dashes, at most 30');

const insidePath = z
  .string()
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\p{Cc}\\]{1,500}$/u, 'a path inside the source, such as build/reports');

const somePaths = z.union([insidePath, z.array(insidePath).min(1).max(20)]);

const values = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable'),
  z.union([z.string().max(10_000), z.number(), z.boolean()]),
);

const order = {
  after: z
    .union([stageName, z.array(stageName).max(20)])
    .optional()
    .describe(
      'The stages that must have passed before; the one declared before it by default. Stages that wait for the same run side by side. After build or release it runs once the release is made; all others run before the build.',
    ),
  branches: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(50)])
    .optional()
    .describe('Patterns of the branches for which it runs, such as main or release/*; all by default.'),
};

const serviceSchema = z.strictObject({
  image: z.string().min(1).describe('The image.'),
  command: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('What it runs instead of its own command.'),
  variables: values.optional().describe('Its environment variables.'),
  ready: z.string().min(1).max(4000).optional().describe('A command in it that succeeds once it can be used.'),
});

const limitsSchema = z.strictObject({
  cpus: z.number().positive().max(256).optional().describe('Processors; 2 by default.'),
  memory: z
    .string()
    .regex(/^\d+(?:\.\d+)?[kmg]$/i, 'a size such as 512m or 4g')
    .optional()
    .describe('Memory; 4g by default.'),
  processes: z.number().int().min(1).max(100_000).optional().describe('Processes at one time; 2048 by default.'),
  disk: z
    .string()
    .regex(/^\d+(?:\.\d+)?[kmg]$/i, 'a size such as 512m or 4g')
    .optional()
    .describe('What it may write outside of its caches; 10g by default.'),
});

export const commandStageSchema = z.strictObject({
  run: z.string().min(1).max(20_000).describe('The command, for the shell of the image; 0 is success.'),
  in: z
    .string()
    .min(1)
    .describe('The image whose container runs it, at the commit; service:NAME for the image that was built for it.'),
  ...order,
  variables: values.optional().describe('Environment variables. secret:NAME as a value stands for that secret.'),
  timeout: durationSchema.default('1h').describe('The longest that it may take.'),
  cache: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(20)])
    .optional()
    .describe(
      'Folders that are kept from run to run, in the source or absolute, such as node_modules or /var/cache/npm.',
    ),
  artifacts: somePaths.optional().describe('Files and folders that the stages after it find in their source too.'),
  reports: z
    .strictObject({
      junit: somePaths.optional().describe('JUnit XML files, or folders of them.'),
      tap: somePaths.optional().describe('Files of the Test Anything Protocol.'),
      cobertura: somePaths.optional().describe('Coverage as Cobertura XML.'),
      lcov: somePaths.optional().describe('Coverage as LCOV.'),
    })
    .optional()
    .describe('What it writes of its tests.'),
  services: z.record(stageName, serviceSchema).optional().describe('What runs beside it, reached by its name.'),
  limits: limitsSchema.optional().describe('What it may use of the machine.'),
  network: z
    .enum(['open', 'services', 'none'])
    .default('open')
    .describe('open: the network of the engine. services: only what runs beside it. none: nothing.'),
});

/** A quality gate elsewhere, which is asked until it has an answer. */
export const gateStageSchema = z.strictObject({
  gate: z
    .strictObject({
      url: z
        .string()
        .regex(/^https?:\/\/[^\s\p{Cc}]{1,2000}$/u, 'an address of http or https')
        .describe('What is asked; {commit}, {branch}, {release} and {run} are filled in.'),
      token: z.string().min(1).optional().describe('Secret that is sent as a bearer token.'),
      field: z
        .string()
        .regex(/^[\w$.[\]-]{1,200}$/, 'a path such as projectStatus.status')
        .describe('Where in the JSON answer the verdict stands.'),
      passed: z.union([z.string(), z.array(z.string()).min(1)]).describe('The values that are a pass.'),
      failed: z.union([z.string(), z.array(z.string()).min(1)]).describe('The values that are a failure.'),
      every: durationSchema.default('10s').describe('How often it is asked.'),
    })
    .describe('Waits for the verdict of another system, such as a quality gate.'),
  ...order,
  timeout: durationSchema.default('30m').describe('The longest that its verdict may take.'),
});

export const pipelineSchema = z
  .record(stageName, z.union([commandStageSchema, gateStageSchema]))
  .describe(
    'Stages that run for a commit. With this section the branches that environments follow are built by themselves.',
  );

export type CommandStage = z.infer<typeof commandStageSchema>;
export type GateStage = z.infer<typeof gateStageSchema>;
export type DeclaredPipeline = z.infer<typeof pipelineSchema>;

/** Everything that a stage says it comes after, whether it is there or not; by default the one declared before it. */
export function needsOfStage(pipeline: DeclaredPipeline, name: string): string[] {
  const declared = Object.hasOwn(pipeline, name) ? pipeline[name]?.after : undefined;
  if (declared !== undefined) return [declared].flat();
  const names = Object.keys(pipeline);
  const before = names[names.indexOf(name) - 1];
  return before === undefined ? [] : [before];
}
