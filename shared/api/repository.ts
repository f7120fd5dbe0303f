import { z } from 'zod';
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
    }),
    output: z.object({ commits: z.array(commitSchema), more: z.boolean() }),
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
};
