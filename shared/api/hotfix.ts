import { z } from 'zod';
import {
  conflictSchema,
  laneStatusSchema,
  parkedSchema,
  pickForecastSchema,
  pickPlanSchema,
  pickRequestSchema,
  prerequisiteItemSchema,
  settlementSchema,
} from '../domain/hotfix.ts';
import { operationSchema } from '../domain/operation.ts';
import { command, query, stream } from './definition.ts';

const inProject = { project: z.string() };
const inLane = { ...inProject, lane: z.string() };
/** Chosen by the caller: the same key gives back the same operation. */
const key = z.string().min(8).max(100);
/** The version of the lane that the caller saw: with another one the edit is a conflict. */
const edit = {
  ...inLane,
  version: z.number().int().min(1),
  key,
  /** Goes on although the lane's branch was moved or deleted from outside: what Slipway has takes its place. */
  overMoved: z.boolean().default(false),
};
/** An environment's name, `lane:ID`, or a ref. */
const onto = z.string().min(1).max(300);
const edited = z.object({ operation: operationSchema, lane: laneStatusSchema });

export const hotfix = {
  'hotfix.forecast': stream({
    summary: 'What each of some commits would do when picked, one by one, on its own.',
    input: z.object({ ...inProject, onto, picks: z.array(pickRequestSchema).min(1).max(1000) }),
    output: pickForecastSchema,
  }),
  'hotfix.plan': query({
    summary: 'What picks would do in order: commits, ranges (A..B) and pull requests (#12).',
    input: z.object({
      ...inProject,
      /** Left out, the environment of kind production. */
      onto: onto.optional(),
      picks: z.array(z.string().min(1).max(300)).min(1).max(500),
      mainline: z.number().int().min(1).optional(),
      /** Whether to name the prerequisites of what conflicts. */
      prerequisites: z.boolean().default(true),
    }),
    output: pickPlanSchema,
  }),
  'hotfix.prerequisites': stream({
    summary: 'Looks for commits that make a conflicting pick clean when they go first.',
    input: z.object({ ...inProject, onto, pick: pickRequestSchema }),
    output: prerequisiteItemSchema,
  }),
  'hotfix.lanes': query({
    summary: 'Lanes, newest first, and what hotfixes have pushed aside.',
    input: z.object({ ...inProject, closed: z.boolean().default(false) }),
    output: z.object({ lanes: z.array(laneStatusSchema), parked: z.array(parkedSchema) }),
  }),
  'hotfix.get': query({
    summary: 'One lane with its picks.',
    input: z.object(inLane),
    output: z.object({ lane: laneStatusSchema }),
  }),
  'hotfix.start': command({
    summary: 'Cuts a lane from what an environment runs.',
    input: z.object({
      ...inProject,
      /** What it is cut from: an environment or a ref; left out, the environment of kind production. */
      from: z.string().optional(),
      /** Name of the branch; left out, one that fits `source.release` and is free. */
      branch: z.string().max(200).optional(),
      picks: z.array(pickRequestSchema).max(500).default([]),
      why: z.string().max(2000).optional(),
      key,
    }),
    output: edited,
  }),
  'hotfix.pick': command({
    summary: 'Adds picks to a lane, at its end or at a place.',
    input: z.object({
      ...edit,
      picks: z.array(pickRequestSchema).min(1).max(500),
      at: z.number().int().min(0).optional(),
    }),
    output: edited,
  }),
  'hotfix.arrange': command({
    summary: 'Reorders the picks of a lane; those that are left out are removed.',
    input: z.object({ ...edit, picks: z.array(z.string()).max(1000) }),
    output: edited,
  }),
  'hotfix.undo': command({
    summary: 'Takes back the last edit of a lane.',
    input: z.object(edit),
    output: edited,
  }),
  'hotfix.conflict': query({
    summary: 'A conflicted file of a pick, from every side.',
    input: z.object({ ...inLane, pick: z.string(), path: z.string() }),
    output: conflictSchema,
  }),
  'hotfix.draft': command({
    summary: 'Keeps what was typed for a conflicted file until it is used.',
    input: z.object({
      ...inLane,
      pick: z.string(),
      path: z.string(),
      content: z.string().max(5_000_000).nullable(),
    }),
    output: z.object({}),
  }),
  'hotfix.resolve': command({
    summary: 'Settles the conflict of a pick, and goes on with the picks behind it.',
    input: z.object({ ...edit, pick: z.string(), files: z.array(settlementSchema).min(1) }),
    output: edited,
  }),
  'hotfix.remotes': query({
    summary: 'Where the branch of a lane can be pushed.',
    input: z.object(inProject),
    output: z.object({ remotes: z.array(z.object({ name: z.string(), address: z.string() })) }),
  }),
  'hotfix.publish': command({
    summary: 'Writes the branch of a lane to the repository, or pushes it to a remote, by compare-and-swap.',
    input: z.object({ ...edit, to: z.string().min(1).max(200) }),
    output: edited,
  }),
  'hotfix.forwardPort': command({
    summary: 'Prepares the way of a lane’s changes to main: picks on a branch of its own, or a back-merge.',
    input: z.object({ ...inLane, way: z.enum(['picks', 'merge']), key }),
    output: edited,
  }),
  'hotfix.finish': command({
    summary: 'Closes a lane that has done its work.',
    input: z.object({ ...edit, why: z.string().max(2000).optional() }),
    output: edited,
  }),
  'hotfix.abandon': command({
    summary: 'Gives up a lane; its commits stay in the mirror.',
    input: z.object({ ...edit, why: z.string().max(2000).optional() }),
    output: edited,
  }),
};
