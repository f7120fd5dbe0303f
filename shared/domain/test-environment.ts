/** A test environment: an isolated place for one branch, with an end. */
import { z } from 'zod';
import { problemSchema } from './operation.ts';

/** What the forge says of a branch, or what its commits say where no forge is configured. */
export const reviewSchema = z.object({
  /** Number of the merge request; null where only the branch is known. */
  number: z.number().int().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  /** Titled `WIP:` or `Draft:`, or marked as a draft: not deployed by itself. */
  draft: z.boolean(),
  state: z.enum(['open', 'merged', 'closed', 'unknown']),
  reviewers: z.array(z.string()),
  workItems: z.array(z.string()),
  /** Where it is known from. */
  from: z.enum(['forge', 'commits']),
});

export const testEnvironmentSchema = z.object({
  /** `test.feature-x`: the name under which status, logs and promotions know it. */
  environment: z.string(),
  /** The branch; null for one that was made from a working tree. */
  branch: z.string().nullable(),
  /** The newest commit that it should run. */
  commit: z.string(),
  /** Made from somebody's working tree: its releases go nowhere else. */
  workingTree: z.boolean(),
  createdAt: z.number(),
  by: z.string(),
  /** Made by the rule, or by a person. */
  byRule: z.boolean(),
  /** When it is removed; null keeps it until the branch is merged or somebody removes it. */
  endsAt: z.number().nullable(),
  url: z.string().nullable(),
  /** Commits of the branch that main has not. */
  ahead: z.number().int().nullable(),
  behind: z.number().int().nullable(),
  merged: z.boolean(),
  review: reviewSchema.nullable(),
  /** Why it does not run what it should. */
  problem: problemSchema.nullable(),
});

/** The state of the person's own checkout against main. Read only: nothing of it is touched. */
export const workingTreeSchema = z.object({
  branch: z.string().nullable(),
  commit: z.string().nullable(),
  ahead: z.number().int().nullable(),
  behind: z.number().int().nullable(),
  changed: z.array(
    z.object({ path: z.string(), state: z.enum(['added', 'changed', 'deleted', 'renamed', 'untracked', 'conflict']) }),
  ),
  /** How many files changed; `changed` lists the first 200. */
  count: z.number().int(),
});

export type Review = z.infer<typeof reviewSchema>;
export type TestEnvironment = z.infer<typeof testEnvironmentSchema>;
export type WorkingTree = z.infer<typeof workingTreeSchema>;
