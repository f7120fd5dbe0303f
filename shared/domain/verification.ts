/** What proves that a deployment works: the checks of an environment, as its plan carries them. */
import { z } from 'zod';

const named = { name: z.string() };

export const checkSchema = z.discriminatedUnion('kind', [
  z.object({
    ...named,
    kind: z.literal('http'),
    service: z.string(),
    /** Port inside the container; null is the first that the service publishes. */
    port: z.number().int().nullable(),
    path: z.string(),
    /** null is any of 200 to 299. */
    status: z.number().int().nullable(),
    contains: z.string().nullable(),
    withinMs: z.number(),
  }),
  z.object({
    ...named,
    kind: z.literal('command'),
    service: z.string(),
    run: z.string(),
    timeoutMs: z.number(),
  }),
  z.object({
    ...named,
    kind: z.literal('script'),
    /** Path in the repository, at the release's commit. */
    path: z.string(),
    /** The image whose container runs it. */
    in: z.string(),
    timeoutMs: z.number(),
  }),
  z.object({
    ...named,
    kind: z.literal('traffic'),
    /** Compared with what serves beside it, or at most so many percent of the answers; null looks at no errors. */
    errors: z.union([z.literal('compared'), z.number()]).nullable(),
    /** Compared with what serves beside it, or p95 in ms; null looks at no latency. */
    latency: z.union([z.literal('compared'), z.number()]).nullable(),
    /** Fewer requests than this say nothing. */
    requests: z.number().int(),
  }),
  z.object({
    ...named,
    kind: z.literal('prometheus'),
    url: z.string(),
    query: z.string(),
    max: z.number().nullable(),
    min: z.number().nullable(),
  }),
]);

export const verifyPlanSchema = z.object({
  checks: z.array(checkSchema),
  /** How long the checks go on after the switch, before the revision is recorded as running; 0 looks once. */
  watchMs: z.number(),
  /** What follows when nothing could be judged. */
  unjudged: z.enum(['go-on', 'go-back']),
});

export type Check = z.infer<typeof checkSchema>;
export type CheckOf<Kind extends Check['kind']> = Extract<Check, { kind: Kind }>;
export type VerifyPlan = z.infer<typeof verifyPlanSchema>;
