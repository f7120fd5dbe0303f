/** A change: a logical fix or feature, whatever commits carry it, and where it is. */
import { z } from 'zod';
import { commitSchema } from './commit.ts';

/**
 * What tells that two commits carry one change, from the strongest on. `commit` is ancestry itself; a person's word
 * beats every other signal.
 */
export const signalSchema = z.enum(['person', 'commit', 'trailer', 'patch', 'request', 'identity', 'work-item']);

/** `certain` can be acted on; `probable` wants a look. */
export const tierSchema = z.enum(['certain', 'probable']);

/** One reason for a verdict: which commits, by which signal, in a sentence for a person. */
export const evidenceSchema = z.object({
  signal: signalSchema,
  tier: tierSchema,
  /** The commit of the change that this is about. */
  commit: z.string(),
  /** The other commit: the twin, the one that is reverted or reverts; null for plain ancestry. */
  other: z.string().nullable(),
  /** Such as “names 3f2a1c9 in its trailer (cherry picked from commit …)”. Holds text of the repository. */
  text: z.string(),
});

/** Something that changes are looked for in: an environment's commit, a branch, a lane. */
export const placeSchema = z.object({
  /** The environment's name, the ref, or `lane:ID`. */
  id: z.string(),
  title: z.string(),
  kind: z.enum(['environment', 'ref', 'lane']),
  commit: z.string(),
});

export const verdictSchema = z.object({
  /** Whether the change is there: brought in, and not taken out again by a revert. */
  present: z.boolean(),
  by: signalSchema,
  tier: tierSchema,
  /** The commit that carries it there, or the revert that took it out; null when nothing of it ever was there. */
  commit: z.string().nullable(),
  /** More than one commit carries it there. */
  twice: z.boolean(),
});

export const changeSchema = z.object({
  /** The oldest commit that carries it: the name by which it is asked for. */
  id: z.string(),
  subject: z.string(),
  author: z.string(),
  authoredAt: z.number(),
  committedAt: z.number(),
  /** Every commit that carries it, oldest first. */
  commits: z.array(z.string()),
  /** Commits that revert it, and re-apply it. */
  reverts: z.array(z.string()),
  workItems: z.array(z.string()),
  /** By place id. */
  verdicts: z.record(z.string(), verdictSchema),
  /** Meant for one release alone (version bumps, chores): never counted as lost. */
  releaseOnly: z.boolean(),
  /** A person corrected a verdict about it. */
  corrected: z.boolean(),
});

/** What a person said about a change; it outlives new commits, force-pushes and deleted branches. */
export const correctionSchema = z.discriminatedUnion('kind', [
  /** Two commits carry the same change, or do not. */
  z.object({ kind: z.literal('same'), one: z.string(), other: z.string() }),
  z.object({ kind: z.literal('different'), one: z.string(), other: z.string() }),
  /** The change is in a commit and everything that descends from it, or is not, whatever the signals say. */
  z.object({ kind: z.literal('present'), change: z.string(), at: z.string() }),
  z.object({ kind: z.literal('absent'), change: z.string(), at: z.string() }),
  z.object({ kind: z.literal('release-only'), change: z.string() }),
  z.object({ kind: z.literal('not-release-only'), change: z.string() }),
]);

export const recordedCorrectionSchema = z.object({
  correction: correctionSchema,
  by: z.string(),
  why: z.string(),
  at: z.number(),
});

/** A lost change: in production or in a lane, and not on main. */
export const lostSchema = z.object({ change: changeSchema, in: z.array(z.string()) });

/** One step of “what if”: what a place gains, loses and gets twice when it moves on to the next of a sequence. */
export const movementStepSchema = z.object({
  from: placeSchema,
  to: placeSchema,
  gains: z.array(changeSchema),
  loses: z.array(changeSchema),
  twice: z.array(changeSchema),
});

/** A commit with its changes as text, for a side-by-side look. */
export const commitDiffSchema = z.object({
  commit: commitSchema,
  /** A merge is compared with this parent, counted from 1. */
  parent: z.number().int(),
  files: z.array(
    z.object({
      path: z.string(),
      /** Where it was before a rename or copy. */
      from: z.string().nullable(),
      status: z.enum(['added', 'deleted', 'modified', 'renamed', 'copied', 'type', 'mode']),
      binary: z.boolean(),
      added: z.number().nullable(),
      deleted: z.number().nullable(),
      /** Unified diff of this file without its header; null when it is binary or beyond what is shown. */
      patch: z.string().nullable(),
    }),
  ),
  truncated: z.boolean(),
});

export type Signal = z.infer<typeof signalSchema>;
export type Tier = z.infer<typeof tierSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Place = z.infer<typeof placeSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type Change = z.infer<typeof changeSchema>;
export type Correction = z.infer<typeof correctionSchema>;
export type RecordedCorrection = z.infer<typeof recordedCorrectionSchema>;
export type Lost = z.infer<typeof lostSchema>;
export type MovementStep = z.infer<typeof movementStepSchema>;
export type CommitDiff = z.infer<typeof commitDiffSchema>;
