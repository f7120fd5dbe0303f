/** Commits and refs, as read from a repository. All of it is foreign text and shown as text. */
import { z } from 'zod';

export const commitSchema = z.object({
  sha: z.string(),
  parents: z.array(z.string()),
  author: z.string(),
  email: z.string(),
  authoredAt: z.number(),
  committedAt: z.number(),
  /** At most 1,000 characters of it. */
  subject: z.string(),
});

export const refSchema = z.object({
  name: z.string(),
  kind: z.enum(['branch', 'tag', 'remote']),
  /** The commit that it points to, through an annotated tag. */
  commit: z.string(),
  committedAt: z.number().nullable(),
});

/** A reference to a work item in a commit message: `#12`, `ABC-123`. */
export const workItemSchema = z.object({ id: z.string(), commits: z.array(z.string()) });

export type Commit = z.infer<typeof commitSchema>;
export type Ref = z.infer<typeof refSchema>;

/** The usual seven characters of a commit's name. */
export const shortSha = (sha: string): string => sha.slice(0, 7);
