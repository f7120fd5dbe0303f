/** `verify:` of an environment: what proves that a deployment works. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';

const label = z
  .string()
  .regex(/^[^\p{Cc}]{1,80}$/u, 'one line of at most 80 characters')
  .optional()
  .describe('What the check is called; what it looks at by default.');

const httpSchema = z.strictObject({
  service: z.string().min(1).describe('The service that is asked: each new container of it, not the load balancer.'),
  port: z.number().int().min(1).max(65535).optional().describe('Its port; the first that it publishes by default.'),
  path: z
    .string()
    .regex(/^\/[!-~]{0,2000}$/, 'a path such as /healthz')
    .default('/')
    .describe('What is asked for.'),
  status: z.number().int().min(100).max(599).optional().describe('The status wanted; any of 200 to 299 by default.'),
  contains: z.string().min(1).max(2000).optional().describe('Text that the answer contains.'),
  within: durationSchema.default('5s').describe('The longest that the whole answer may take.'),
});

const commandSchema = z.strictObject({
  service: z.string().min(1).describe('The service in whose new container it runs.'),
  run: z.string().min(1).max(4000).describe('The command, for its shell; 0 is success.'),
  timeout: durationSchema.default('30s').describe('The longest that it may take.'),
});

const scriptSchema = z.strictObject({
  path: z
    .string()
    .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\p{Cc}\\]{1,1000}$/u, 'a path inside the repository')
    .describe('The script, as it is at the commit of the release; 0 is success.'),
  in: z.string().min(1).describe('The image whose container runs it, on the network of the environment.'),
  timeout: durationSchema.default('2m').describe('The longest that it may take.'),
});

const trafficSchema = z.strictObject({
  errors: z
    .union([z.literal('compared'), z.number().min(0).max(100)])
    .optional()
    .describe('compared: no more errors than what serves beside it. A number: at most that percent of the answers.'),
  latency: z
    .union([z.literal('compared'), durationSchema])
    .optional()
    .describe('compared: not slower than what serves beside it. A duration: 95 % of the answers begin within it.'),
  requests: z.number().int().min(1).max(1_000_000).default(50).describe('Fewer requests than this prove nothing good.'),
});

const prometheusSchema = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\/[^\s/@]+(?:\/\S*)?$/, 'an address such as http://prometheus.example:9090, without a password')
    .describe('Where Prometheus answers.'),
  query: z.string().min(1).max(4000).describe('The query, in PromQL; every value of its answer is looked at.'),
  max: z.number().optional().describe('The largest value that is well.'),
  min: z.number().optional().describe('The smallest value that is well.'),
});

const checkDeclarationSchema = z.union([
  z.strictObject({ name: label, http: httpSchema.describe('Asks the new containers over HTTP.') }),
  z.strictObject({ name: label, command: commandSchema.describe('Runs a command in a new container.') }),
  z.strictObject({ name: label, script: scriptSchema.describe('Runs a script of the repository.') }),
  z.strictObject({ name: label, traffic: trafficSchema.describe('Looks at what the load balancer sees.') }),
  z.strictObject({ name: label, prometheus: prometheusSchema.describe('Asks a Prometheus.') }),
]);

export const verifySchema = z.strictObject({
  checks: z.array(checkDeclarationSchema).min(1).max(50).describe('The checks; all must pass.'),
  every: durationSchema.optional().describe('How often they run by themselves, besides every deployment.'),
  watch: durationSchema
    .optional()
    .describe('How long they go on after the switch, with the way back open; they run once by default.'),
  unjudged: z
    .enum(['go-on', 'go-back'])
    .optional()
    .describe('What a deployment does when nothing could be judged, as without any traffic; go-on by default.'),
});

export type VerifyDeclaration = z.infer<typeof verifySchema>;
export type CheckDeclaration = z.infer<typeof checkDeclarationSchema>;
