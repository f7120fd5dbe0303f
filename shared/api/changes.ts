import { z } from 'zod';
import {
  changeSchema,
  correctionSchema,
  evidenceSchema,
  lostSchema,
  movementStepSchema,
  placeSchema,
  recordedCorrectionSchema,
} from '../domain/change.ts';
import { command, query } from './definition.ts';

const inProject = { project: z.string() };
/** Environments by name, refs, `lane:ID`. */
const places = z.array(z.string().min(1).max(300)).max(40);

export const changes = {
  'changes.list': query({
    summary: 'Which change is where: every change between places, with its verdict for each of them.',
    input: z.object({
      ...inProject,
      /** Left out: main, every environment that runs something, and every open lane. */
      places: places.optional(),
      text: z.string().max(200).optional(),
      author: z.string().max(200).optional(),
      path: z.string().max(1000).optional(),
      workItem: z.string().max(100).optional(),
      /** In production or a lane but not on main; on main but not in production. */
      only: z.enum(['lost', 'missing']).optional(),
      /** Changes that the first of two places has and the second has not. */
      between: z.object({ has: z.string(), lacks: z.string() }).optional(),
      skip: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.object({
      places: z.array(placeSchema),
      changes: z.array(changeSchema),
      /** All that the filter lets through, beyond this page too. */
      total: z.number().int(),
      lost: z.array(lostSchema),
      /** Commits whose contents a partial clone lacks: they were compared by everything but their patches. */
      unread: z.array(z.string()),
    }),
  }),
  'changes.evidence': query({
    summary: 'Why a change is, or is not, in a place.',
    input: z.object({ ...inProject, change: z.string(), place: z.string(), places: places.optional() }),
    output: z.object({
      change: changeSchema,
      evidence: z.array(evidenceSchema),
      corrections: z.array(recordedCorrectionSchema),
    }),
  }),
  'changes.correct': command({
    summary: 'Corrects a verdict by hand, or marks a change as meant for one release alone.',
    input: z.object({ ...inProject, correction: correctionSchema, why: z.string().min(1).max(2000) }),
    output: z.object({ corrections: z.array(recordedCorrectionSchema) }),
  }),
  'changes.simulate': query({
    summary: 'What a place gains, loses and gets twice when it runs one thing after another.',
    input: z.object({ ...inProject, sequence: places.min(2) }),
    output: z.object({ steps: z.array(movementStepSchema) }),
  }),
};
