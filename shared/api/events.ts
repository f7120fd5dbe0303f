/** What happened, in order. Recorded events are hash-chained in the store; live ones are only told to who listens. */
import { z } from 'zod';
import { stepStateSchema, operationStatusSchema } from '../domain/operation.ts';

export const eventTypes = [
  'project.opened',
  'project.forgotten',
  'configuration.changed',
  'operation.started',
  'step.intent',
  'step.outcome',
  'operation.abort',
  'operation.resume',
  'operation.attention',
  'operation.finished',
  'release.built',
  'release.rejected',
  'approval.given',
  'revision.started',
  'revision.running',
  'revision.replaced',
  'revision.failed',
  'revision.undone',
  'lane.changed',
  'change.corrected',
  'rollout.paused',
  'rollout.proceeded',
  'rollout.promoted',
  'environment.held',
  'environment.unheld',
  'environment.repaired',
  'verification.finished',
  'run.stage',
  'watch.paused',
  'watch.resumed',
  'watch.failed',
  'testEnvironment.created',
  'testEnvironment.removed',
  'shell.opened',
  'shell.ended',
] as const;

export const recordedEventSchema = z.object({
  seq: z.number().int(),
  at: z.number(),
  type: z.enum(eventTypes),
  project: z.string().nullable(),
  environment: z.string().nullable(),
  operation: z.string().nullable(),
  by: z.string(),
  data: z.record(z.string(), z.json()),
  /** SHA-256 over the event before it and this one. */
  hash: z.string(),
});

export const liveEventSchema = z.discriminatedUnion('live', [
  /** Health, drift or the engine's state moved: ask for the status again. */
  z.object({ live: z.literal('status'), project: z.string() }),
  /** Branches of the repository moved, or of its remote. */
  z.object({ live: z.literal('refs'), project: z.string() }),
  /** A rollout moved, or was seen to: ask for its state again. At most a few a second. */
  z.object({ live: z.literal('rollout'), project: z.string(), environment: z.string(), operation: z.string() }),
  /** A stage of a run moved: ask for the run again. At most a few a second. */
  z.object({ live: z.literal('run'), project: z.string(), run: z.string() }),
  /** The queue, or what is watched, moved. */
  z.object({ live: z.literal('watch'), project: z.string() }),
  /** An operation moved; small enough to draw progress from without asking. */
  z.object({
    live: z.literal('operation'),
    project: z.string(),
    operation: z.string(),
    environment: z.string().nullable(),
    status: operationStatusSchema,
    step: stepStateSchema.nullable(),
    note: z.string().nullable(),
  }),
]);

export const eventSchema = z.union([recordedEventSchema, liveEventSchema]);
export type RecordedEvent = z.infer<typeof recordedEventSchema>;
export type LiveEvent = z.infer<typeof liveEventSchema>;
export type EventType = (typeof eventTypes)[number];
