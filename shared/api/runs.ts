/** Runs of the pipeline: what started them, their stages, their output and what their tests said. */
import { z } from 'zod';
import { operationSchema } from '../domain/operation.ts';
import { runSchema, testCaseSchema } from '../domain/run.ts';
import { command, query, stream } from './definition.ts';

const inProject = { project: z.string() };
const ofRun = { ...inProject, run: z.string() };
const ofStage = { ...ofRun, stage: z.string() };
const key = z.string().min(8).max(100);

/** A piece of what a stage printed, exactly as a terminal gets it. */
export const outputChunkSchema = z.object({
  /** Position of its first byte in the whole output. */
  offset: z.number().int(),
  /** Position after its last byte: ask from there on. */
  next: z.number().int(),
  /** When it was printed. */
  at: z.number(),
  /** Masked UTF-8; bytes that are none are U+FFFD. Control sequences are left in: only a terminal may show it. */
  text: z.string(),
});

export const outputMatchSchema = z.object({
  line: z.number().int(),
  offset: z.number().int(),
  at: z.number(),
  /** The line without its control sequences, cut at 500 characters. */
  text: z.string(),
});

const difference = <T extends z.ZodType>(of: T) => z.object({ before: of, after: of });

export const runs = {
  'run.start': command({
    summary: 'Runs the pipeline for a commit: test, build, release, and what follows it.',
    input: z.object({
      ...inProject,
      ref: z.string().optional(),
      /** Only these stages, and what they need; all by default. */
      stages: z.array(z.string()).min(1).max(50).optional(),
      why: z.string().max(2000).optional(),
      key,
    }),
    output: z.object({ operation: operationSchema, run: runSchema }),
  }),
  'run.retry': command({
    summary: 'Tries a run again, or one stage of it with what came before it.',
    input: z.object({ ...ofRun, stage: z.string().optional(), why: z.string().max(2000).optional(), key }),
    output: z.object({ operation: operationSchema, run: runSchema }),
  }),
  'run.list': query({
    summary: 'Runs, newest first.',
    input: z.object({
      ...inProject,
      ref: z.string().max(250).optional(),
      status: z.enum(['running', 'passed', 'failed', 'cancelled', 'needs-attention']).optional(),
      commit: z.string().optional(),
      release: z.string().optional(),
      search: z.string().max(200).optional(),
      before: z.number().optional(),
      limit: z.number().int().min(1).max(200).default(30),
    }),
    output: z.object({ runs: z.array(runSchema), more: z.boolean() }),
  }),
  'run.get': query({ summary: 'A run with its stages.', input: z.object(ofRun), output: z.object({ run: runSchema }) }),
  'run.output': stream({
    summary: 'What a stage printed, from a position on.',
    input: z.object({ ...ofStage, from: z.number().int().min(0).default(0), follow: z.boolean().default(true) }),
    output: outputChunkSchema,
  }),
  'run.search': query({
    summary: 'Lines of a stage’s output that hold a text.',
    input: z.object({
      ...ofStage,
      text: z.string().min(1).max(200),
      from: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.object({ matches: z.array(outputMatchSchema), total: z.number().int(), more: z.boolean() }),
  }),
  'run.tests': query({
    summary: 'What the tests of a stage said, the failed ones first.',
    input: z.object({
      ...ofStage,
      status: z.enum(['passed', 'failed', 'skipped']).optional(),
      search: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.object({
      tests: z.array(testCaseSchema),
      total: z.number().int(),
      /** Reports that could not be read, one line each. */
      unread: z.array(z.string()),
    }),
  }),
  'run.compare': query({
    summary: 'What changed between two runs: commits, stages that got slower or faster, tests.',
    input: z.object({ ...ofRun, with: z.string() }),
    output: z.object({
      before: runSchema,
      after: runSchema,
      commits: z.object({ count: z.number().int(), subjects: z.array(z.string()) }),
      stages: z.array(
        z.object({
          name: z.string(),
          ms: difference(z.number().nullable()),
          status: difference(z.string().nullable()),
          /** Percent. */
          coverage: difference(z.number().nullable()),
        }),
      ),
      tests: z.object({ broken: z.array(z.string()), mended: z.array(z.string()), slower: z.array(z.string()) }),
    }),
  }),
  'run.report': query({
    summary: 'A run as one HTML page that needs nothing else.',
    input: z.object(ofRun),
    output: z.object({ name: z.string(), html: z.string() }),
  }),
};

export type OutputChunk = z.infer<typeof outputChunkSchema>;
export type OutputMatch = z.infer<typeof outputMatchSchema>;
