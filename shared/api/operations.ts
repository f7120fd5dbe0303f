import { z } from 'zod';
import { operationSchema } from '../domain/operation.ts';
import { revisionSchema } from '../domain/revision.ts';
import { command, query, stream } from './definition.ts';
import { eventSchema, recordedEventSchema } from './events.ts';

export const logLineSchema = z.object({
  /** Position in its log: ask for lines after it. */
  seq: z.number().int(),
  at: z.number(),
  /** The step, or the container, that said it. */
  source: z.string(),
  stream: z.enum(['out', 'err', 'note']),
  /** Masked; may hold terminal sequences, which are shown inert. */
  text: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const operations = {
  'operation.list': query({
    summary: 'Operations, newest first.',
    input: z.object({
      project: z.string().optional(),
      open: z.boolean().default(false),
      before: z.number().optional(),
      limit: z.number().int().min(1).max(200).default(30),
    }),
    output: z.object({ operations: z.array(operationSchema) }),
  }),
  'operation.get': query({
    summary: 'One operation with its steps.',
    input: z.object({ operation: z.string() }),
    output: z.object({ operation: operationSchema }),
  }),
  'operation.resume': command({
    summary: 'Goes on with an operation that needs attention.',
    input: z.object({ operation: z.string() }),
    output: z.object({ operation: operationSchema }),
  }),
  'operation.abort': command({
    summary: 'Stops an operation and undoes what it did.',
    input: z.object({ operation: z.string(), why: z.string().max(2000).optional() }),
    output: z.object({ operation: operationSchema }),
  }),
  'operation.logs': stream({
    summary: 'The log of an operation, from a position on.',
    input: z.object({ operation: z.string(), after: z.number().int().default(0), follow: z.boolean().default(true) }),
    output: logLineSchema,
  }),
  'environment.logs': stream({
    summary: 'What the containers of an environment print.',
    input: z.object({
      project: z.string(),
      environment: z.string(),
      service: z.string().optional(),
      tail: z.number().int().min(0).max(10_000).default(200),
      follow: z.boolean().default(true),
    }),
    output: logLineSchema,
  }),
  'history.list': query({
    summary: 'Revisions, newest first: what ran where, who brought it and why.',
    input: z.object({
      project: z.string(),
      environment: z.string().optional(),
      since: z.number().optional(),
      at: z.number().optional(),
      search: z.string().max(200).optional(),
      before: z.object({ startedAt: z.number(), environment: z.string(), number: z.number().int() }).optional(),
      limit: z.number().int().min(1).max(500).default(50),
    }),
    output: z.object({ revisions: z.array(revisionSchema), more: z.boolean() }),
  }),
  'revision.get': query({
    summary: 'One revision of an environment.',
    input: z.object({ project: z.string(), environment: z.string(), revision: z.number().int() }),
    output: z.object({ revision: revisionSchema }),
  }),
  'audit.verify': query({
    summary: 'Recomputes the hash chain of the history.',
    input: z.object({}),
    output: z.object({
      events: z.number().int(),
      head: z.string(),
      valid: z.boolean(),
      brokenAt: z.number().int().nullable(),
      integrity: z.array(z.string()),
    }),
  }),
  'events.since': query({
    summary: 'Recorded events after a sequence number.',
    input: z.object({
      seq: z.number().int(),
      project: z.string().optional(),
      limit: z.number().int().min(1).max(1000).default(500),
    }),
    output: z.object({ events: z.array(recordedEventSchema), head: z.number().int(), headHash: z.string() }),
  }),
  'events.follow': stream({
    summary: 'Recorded events after a sequence number, then everything as it happens.',
    input: z.object({ after: z.number().int().optional() }),
    output: eventSchema,
  }),
};
