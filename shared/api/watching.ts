/** What the engine looks out for: branches that move, what waits to be built, and whether fetching works. */
import { z } from 'zod';
import { problemSchema } from '../domain/operation.ts';
import { command, query } from './definition.ts';

const inProject = { project: z.string() };

export const watchedBranchSchema = z.object({
  branch: z.string(),
  commit: z.string(),
  /** The environments that get its green builds. */
  environments: z.array(z.string()),
  state: z.enum(['waiting', 'running', 'passed', 'failed', 'cancelled', 'needs-attention', 'new']),
  run: z.string().nullable(),
  /** Why there is no run of it. */
  problem: problemSchema.nullable(),
});

export const watching = {
  'watch.get': query({
    summary: 'What is watched, what waits in line, and when the remote was last asked.',
    input: z.object(inProject),
    output: z.object({
      /** Whether new commits are built by themselves; the reason where they are not. */
      on: z.boolean(),
      reason: z.string().nullable(),
      /** Who paused it; what moves goes on being noticed, and waits. */
      paused: z.object({ by: z.string(), at: z.number(), why: z.string().nullable() }).nullable(),
      remote: z.string().nullable(),
      fetchedAt: z.number().nullable(),
      nextFetchAt: z.number().nullable(),
      problem: problemSchema.nullable(),
      /** Those that environments follow first; at most 500. */
      branches: z.array(watchedBranchSchema),
      queue: z.array(z.object({ branch: z.string(), commit: z.string(), since: z.number() })),
      running: z.array(z.string()),
      atOnce: z.number().int(),
    }),
  }),
  'watch.fetch': command({
    summary: 'Asks the remote now.',
    input: z.object(inProject),
    output: z.object({ moved: z.boolean() }),
  }),
  'watch.pause': command({
    summary: 'Stops building new commits by itself, or goes on.',
    input: z.object({ ...inProject, paused: z.boolean(), why: z.string().max(2000).optional() }),
    output: z.object({ on: z.boolean() }),
  }),
};
export type WatchedBranch = z.infer<typeof watchedBranchSchema>;
