import { z } from 'zod';
import { engineStateSchema } from '../domain/project.ts';
import { query } from './definition.ts';

export const engine = {
  'engine.info': query({
    summary: 'Which engine this is, and how it is.',
    input: z.object({}),
    output: z.object({
      version: z.string(),
      pid: z.number().int(),
      startedAt: z.number(),
      dataDirectory: z.string(),
      node: z.string(),
      memoryBytes: z.number(),
      docker: engineStateSchema,
      /** `read-only` when the history is damaged or the disk is full, with the reason. */
      store: z.object({ writable: z.boolean(), reason: z.string().nullable() }),
      folders: z.array(z.string()),
      user: z.string(),
    }),
  }),
  'engine.folders': query({
    summary: 'Folders below one, to choose a repository where no native dialog exists.',
    input: z.object({ path: z.string().optional() }),
    output: z.object({
      path: z.string(),
      parent: z.string().nullable(),
      folders: z.array(z.object({ name: z.string(), path: z.string(), repository: z.boolean() })),
    }),
  }),
};
