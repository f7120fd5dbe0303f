/** A rollout while it goes on, and what the front saw of each revision: the data behind the live view and the charts. */
import { z } from 'zod';
import { problemSchema } from './operation.ts';

/** One judgement of one check. `unjudged` is no success: there was too little to judge by, or nobody to ask. */
export const verdictSchema = z.enum(['passed', 'failed', 'unjudged']);

export const checkResultSchema = z.object({
  /** Its name in the declaration, or what it looks at: `errors`, `latency`. */
  check: z.string(),
  kind: z.enum(['http', 'command', 'script', 'traffic', 'prometheus']),
  verdict: verdictSchema,
  /** One sentence: what was seen, and beside it what was wanted. */
  detail: z.string(),
  /** What can be shown of the evidence: the answer's beginning, the command's output, counts. Masked; shown as text. */
  evidence: z.record(z.string(), z.json()),
  at: z.number(),
  tookMs: z.number(),
});

/** All checks of an environment at one time: in a rollout, by hand, or on schedule. */
export const verificationSchema = z.object({
  id: z.string(),
  environment: z.string(),
  revision: z.number().int(),
  cause: z.enum(['rollout', 'person', 'schedule']),
  operation: z.string().nullable(),
  by: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  verdict: verdictSchema,
  checks: z.array(checkResultSchema),
});

/** What the front saw of one revision in one span of time. Latencies in milliseconds; null where nothing was answered. */
export const trafficSampleSchema = z.object({
  at: z.number(),
  spanMs: z.number(),
  revision: z.number().int(),
  requests: z.number().int(),
  errors: z.number().int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});

/** The stops of a rollout: where its traffic goes, and how long it is watched there. */
export const rolloutStopSchema = z.object({
  /** The step of the operation that moves there. */
  step: z.string(),
  /** Percent of the requests. */
  share: z.number(),
  /** How long it is watched before the next; 0 goes on at once. */
  holdMs: z.number(),
});

/** A rollout as it is now. */
export const rolloutStateSchema = z.object({
  operation: z.string(),
  environment: z.string(),
  strategy: z.enum(['recreate', 'rolling', 'blue-green', 'canary']),
  stops: z.array(rolloutStopSchema),
  /** Position in `stops`; -1 before the first. */
  at: z.number().int(),
  /** What the front itself says; null when it does not answer. */
  share: z.number().nullable(),
  stable: z.number().int().nullable(),
  canary: z.number().int().nullable(),
  /** When the hold of now ends; null when nothing is held, or a person holds it. */
  holdsUntil: z.number().nullable(),
  paused: z.object({ by: z.string(), at: z.number(), why: z.string().nullable() }).nullable(),
  /** A header or cookie by which testers get the canary whatever its share. */
  testers: z.object({ by: z.enum(['header', 'cookie']), name: z.string(), value: z.string() }).nullable(),
  /** Whether checks watch it, also before the first of them has looked. */
  watched: z.boolean(),
  /** Of the checks that watch it now, the newest of each. */
  checks: z.array(checkResultSchema),
  /** By revision, over the last ten seconds: requests a second and the share of errors, 0 to 1. */
  rates: z.array(z.object({ revision: z.number().int(), perSecond: z.number(), errors: z.number() })),
  can: z.object({
    pause: z.object({ possible: z.boolean(), reason: problemSchema.nullable() }),
    proceed: z.object({ possible: z.boolean(), reason: problemSchema.nullable() }),
    promote: z.object({ possible: z.boolean(), reason: problemSchema.nullable() }),
  }),
});

/** Automation is paused after a deliberate older choice. */
export const holdSchema = z.object({ by: z.string(), at: z.number(), why: z.string() });

export type Verdict = z.infer<typeof verdictSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
export type Verification = z.infer<typeof verificationSchema>;
export type TrafficSample = z.infer<typeof trafficSampleSchema>;
export type RolloutState = z.infer<typeof rolloutStateSchema>;
export type Hold = z.infer<typeof holdSchema>;
export type RolloutStop = z.infer<typeof rolloutStopSchema>;
