/** Picks and their forecasts, and the lane that holds them. */
import { z } from 'zod';
import { operationSchema, problemSchema, stepPlanSchema } from './operation.ts';

/** What a pick would do: apply, collide, change nothing because the target has it, or change nothing at all. */
export const forecastSchema = z.enum(['clean', 'conflict', 'present', 'empty']);

export const conflictKindSchema = z.enum([
  'content',
  'add/add',
  'modify/delete',
  'rename/delete',
  'rename/rename',
  'directory/file',
  'mode',
  'submodule',
  'binary',
  'lfs',
  'symlink',
]);

/** One side of a conflicted file; null where the side has none. */
const stageSchema = z.object({ mode: z.string(), object: z.string() }).nullable();

export const conflictedFileSchema = z.object({
  path: z.string(),
  kind: conflictKindSchema,
  base: stageSchema,
  ours: stageSchema,
  theirs: stageSchema,
  /** How many regions of the file collide; null where it is taken whole (binary, deletion, submodule). */
  regions: z.number().int().nullable(),
  /** In words, as git says it. */
  text: z.string(),
});

/** Commits that one edit of a lane picks at most. */
export const mostPicks = 500;

/** A commit to pick. A merge needs the parent whose side is kept, counted from 1. */
export const pickRequestSchema = z.object({ commit: z.string(), mainline: z.number().int().min(1).optional() });

export const pickForecastSchema = z.object({
  commit: z.string(),
  subject: z.string(),
  parents: z.number().int(),
  mainline: z.number().int().nullable(),
  forecast: forecastSchema,
  /** The tree after the pick; null on a conflict. */
  tree: z.string().nullable(),
  files: z.array(conflictedFileSchema),
  /** For `present`: the commit of the target that carries the change, where one is known. */
  presentAs: z.string().nullable(),
  /** Commits that it needs first, oldest first, from the lines that it conflicts on. */
  prerequisites: z.array(z.string()),
  /** Why there is no forecast: a merge without its mainline parent, missing objects. `forecast` is `conflict` then. */
  problem: problemSchema.nullable(),
});

/** Picks in order, each on what the ones before it leave. Behind a conflict nothing can be told. */
export const pickPlanSchema = z.object({
  onto: z.object({ name: z.string(), commit: z.string() }),
  picks: z.array(pickForecastSchema),
  /** The tree after all of them; null when one conflicts. */
  tree: z.string().nullable(),
});

/** Commits that make a pick clean when they go first: simulated, and none of them an empty pick. */
export const prerequisiteSetSchema = z.object({ picks: z.array(pickForecastSchema), tree: z.string() });

/** One item of a search for prerequisites: first what the conflicting lines name, then sets, smallest first. */
export const prerequisiteItemSchema = z.discriminatedUnion('item', [
  z.object({ item: z.literal('named'), commits: z.array(z.object({ commit: z.string(), subject: z.string() })) }),
  z.object({ item: z.literal('set'), set: prerequisiteSetSchema }),
  z.object({ item: z.literal('end'), tried: z.number().int(), complete: z.boolean() }),
]);

/** How a conflicted file was settled. */
export const settlementSchema = z.discriminatedUnion('choice', [
  z.object({ path: z.string(), choice: z.enum(['ours', 'theirs', 'base', 'delete']) }),
  z.object({ path: z.string(), choice: z.literal('content'), content: z.string().max(5_000_000) }),
]);

export const lanePickSchema = z.object({
  /** Unique in the lane, and the same through every reordering. */
  id: z.string(),
  source: z.string(),
  mainline: z.number().int().nullable(),
  subject: z.string(),
  author: z.string(),
  authoredAt: z.number(),
  /** `waiting`: behind a conflict, not tried yet. */
  state: z.enum(['picked', 'resolved', 'conflict', 'present', 'empty', 'waiting']),
  /** The commit that it made in the lane; null while there is none. */
  commit: z.string().nullable(),
  files: z.array(conflictedFileSchema),
  /** How its conflict was settled, to settle it again when the order changes. */
  settled: z.array(settlementSchema),
});

/** One version of a lane: every edit makes the next one, and undo goes back to an earlier one's picks. */
export const laneSchema = z.object({
  id: z.string(),
  project: z.string(),
  /** A hotfix for an environment, or the way of a lane's changes back to main. */
  purpose: z.enum(['hotfix', 'forward-port']),
  /** The environment of kind release that deploys it; null for a forward-port. */
  environment: z.string().nullable(),
  /** For a forward-port, the lane whose changes it brings. */
  of: z.string().nullable(),
  branch: z.string(),
  /** Where it was cut: the commit that production runs, or the tip of main. */
  base: z.string(),
  baseName: z.string(),
  head: z.string(),
  picks: z.array(lanePickSchema),
  version: z.number().int().min(1),
  /** What the last edit was, for “Undo …”; null when there is nothing to undo. */
  undo: z.string().nullable(),
  status: z.enum(['open', 'finished', 'abandoned']),
  createdAt: z.number(),
  by: z.string(),
  why: z.string().nullable(),
  /** Where its branch was written: the user's repository (`repository`) or a remote, at which commit. */
  published: z.array(z.object({ to: z.string(), commit: z.string(), at: z.number() })),
});

/** A lane with what is found by looking at everything else. */
export const laneStatusSchema = laneSchema.extend({
  /** The newest release that was built from its head; null while there is none. */
  release: z.string().nullable(),
  /** Environments that run its head now. */
  runsIn: z.array(z.string()),
  /** Why its branch is not what Slipway left: moved or deleted from outside; null when it is. */
  moved: z.string().nullable(),
  /** Production moved on since the lane was cut; the lane lacks that. */
  stale: z.string().nullable(),
  /** Changes of the lane that main has not: open until main has them. */
  forwardPort: z.object({
    open: z.boolean(),
    missing: z.array(z.object({ commit: z.string(), subject: z.string() })),
    lane: z.string().nullable(),
  }),
  operation: operationSchema.nullable(),
});

/** A release that a hotfix pushed aside in an environment, and that can come back with one click. */
export const parkedSchema = z.object({
  environment: z.string(),
  release: z.string(),
  commit: z.string(),
  revision: z.number().int(),
  /** The release that took its place. */
  by: z.string(),
  /** Changes of what runs there now that it lacks, by subject. */
  lacks: z.array(z.object({ change: z.string(), subject: z.string() })),
});

/** An edit of a lane, decided whole before it begins: the lane as it will be. */
export const lanePlanSchema = z.object({
  kind: z.literal('hotfix'),
  project: z.string(),
  target: z.string(),
  action: z.enum(['start', 'pick', 'arrange', 'resolve', 'undo', 'publish', 'finish', 'abandon']),
  /** For `publish`, where to: `repository` or the name of a remote; null else. */
  publishTo: z.string().nullable(),
  before: laneSchema.nullable(),
  after: laneSchema,
  steps: z.array(stepPlanSchema),
});

/** A conflicted file as the three-way editor shows it. */
export const conflictSchema = z.object({
  pick: z.string(),
  file: conflictedFileSchema,
  /** Texts; null where a side has none or the file is taken whole. */
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  /** The merged text with git's conflict markers. */
  merged: z.string().nullable(),
  /** Whole-file choices that make sense here. */
  choices: z.array(z.enum(['ours', 'theirs', 'base', 'delete'])),
  /** What was typed earlier and not used yet. */
  draft: z.string().nullable(),
  /** How the same conflict was settled before. */
  remembered: z.object({ content: z.string(), by: z.string(), at: z.number() }).nullable(),
});

export type Forecast = z.infer<typeof forecastSchema>;
export type ConflictKind = z.infer<typeof conflictKindSchema>;
export type ConflictedFile = z.infer<typeof conflictedFileSchema>;
export type PickRequest = z.infer<typeof pickRequestSchema>;
export type PickForecast = z.infer<typeof pickForecastSchema>;
export type PickPlan = z.infer<typeof pickPlanSchema>;
export type PrerequisiteSet = z.infer<typeof prerequisiteSetSchema>;
export type PrerequisiteItem = z.infer<typeof prerequisiteItemSchema>;
export type Settlement = z.infer<typeof settlementSchema>;
export type LanePick = z.infer<typeof lanePickSchema>;
export type Lane = z.infer<typeof laneSchema>;
export type LaneStatus = z.infer<typeof laneStatusSchema>;
export type Parked = z.infer<typeof parkedSchema>;
export type LanePlan = z.infer<typeof lanePlanSchema>;
export type Conflict = z.infer<typeof conflictSchema>;
