import { z } from 'zod';
import { commitDiffSchema } from '../domain/change.ts';
import { commitSchema, refSchema } from '../domain/commit.ts';
import { query } from './definition.ts';

const inProject = { project: z.string() };

export const repository = {
  'repository.refs': query({
    summary: 'Branches and tags.',
    input: z.object(inProject),
    output: z.object({ refs: z.array(refSchema), head: z.string().nullable() }),
  }),
  'repository.log': query({
    summary: 'Commits of a ref, newest first, a page at a time.',
    input: z.object({
      ...inProject,
      ref: z.string().optional(),
      skip: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
      search: z.string().max(200).optional(),
      author: z.string().max(200).optional(),
      path: z.string().max(1000).optional(),
      /** A work item that messages mention: `#12` does not find `#123`. */
      workItem: z.string().max(100).optional(),
      /** Children before parents, and no line of history mixed with another: what a graph is drawn from. */
      topological: z.boolean().default(false),
    }),
    output: z.object({
      commits: z.array(commitSchema),
      more: z.boolean(),
      /** How many there are in all, once that is known. */
      total: z.number().int().nullable(),
      /** The graph's lines that come down into the page: by column, the commit that each leads to (shared/graph/lines.ts). */
      lines: z.array(z.string().nullable()),
    }),
  }),
  'repository.commit': query({
    summary: 'One commit with its whole message and the files that it changes.',
    input: z.object({ ...inProject, commit: z.string() }),
    output: z.object({
      commit: commitSchema,
      message: z.string(),
      truncated: z.boolean(),
      files: z.array(z.object({ path: z.string(), added: z.number().nullable(), deleted: z.number().nullable() })),
      workItems: z.array(z.string()),
    }),
  }),
  'repository.diff': query({
    summary: 'What a commit changes, as text.',
    input: z.object({
      ...inProject,
      commit: z.string(),
      /** For a merge, the parent to compare with, counted from 1. */
      parent: z.number().int().min(1).default(1),
      /** Only this file, whole. */
      path: z.string().optional(),
    }),
    output: commitDiffSchema,
  }),
};
