/** A revision: a numbered deployment of one environment, never reused, never edited but for its own outcome. */
import { z } from 'zod';

export const revisionStatusSchema = z.enum(['deploying', 'running', 'replaced', 'failed', 'undone']);

export const revisionSchema = z.object({
  project: z.string(),
  environment: z.string(),
  number: z.number().int().min(1),
  release: z.string(),
  commit: z.string(),
  /** What brought it: a promotion, a rollback to an earlier revision, or other numbers of containers of what ran. */
  cause: z.enum(['promotion', 'rollback', 'scale']),
  /** For a rollback, the revision whose release and configuration came back. */
  restores: z.number().int().nullable(),
  status: revisionStatusSchema,
  /** Whether it ever ran healthy here: only these can be rolled back to. */
  healthy: z.boolean(),
  operation: z.string(),
  by: z.string(),
  why: z.string().nullable(),
  startedAt: z.number(),
  /** When it was recorded as running; null until then. */
  runningAt: z.number().nullable(),
  /** When it stopped being what runs. */
  endedAt: z.number().nullable(),
  /** Hash of the resolved configuration (services, variables) that it ran with. */
  configuration: z.string(),
  digests: z.record(z.string(), z.string()),
  url: z.string().nullable(),
});
export type Revision = z.infer<typeof revisionSchema>;
export type RevisionStatus = z.infer<typeof revisionStatusSchema>;

const causes = { promote: 'promotion', rollback: 'rollback', scale: 'scale' } as const;

/** What a plan's revision is brought by. */
export const causeOf = ({ kind }: { readonly kind: keyof typeof causes }): Revision['cause'] => causes[kind];
