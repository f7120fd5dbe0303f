/** A release: immutable. A commit, its artifacts by digest, the configuration version, the changes in it. */
import { z } from 'zod';

/** One image of a release. `digest` is its identity everywhere; `reference` is how an engine gets it. */
export const artifactSchema = z.object({
  service: z.string(),
  /** `sha256:…`: the manifest digest with a registry, the image id without one. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** `registry/name@sha256:…` with a registry, else the image id. */
  reference: z.string(),
  /** The engine's own id of the image, by which a local copy is recognised. */
  imageId: z.string(),
  sizeBytes: z.number().nullable(),
});
export type Artifact = z.infer<typeof artifactSchema>;

export const rejectionSchema = z.object({ by: z.string(), at: z.number(), why: z.string() });

export const releaseSchema = z.object({
  id: z.string(),
  project: z.string(),
  commit: z.string(),
  /** Subject and author of the commit, shown as text. */
  subject: z.string(),
  author: z.string(),
  committedAt: z.number(),
  /** The ref that was asked for when it was built, such as `main`. */
  ref: z.string(),
  /** The Git tag at the commit, if there was one. */
  tag: z.string().nullable(),
  artifacts: z.array(artifactSchema),
  /** Version (hash) of what was built from: the commit's tree, the build sections, the base platform. */
  inputs: z.string(),
  schemaVersion: z.string().nullable(),
  createdAt: z.number(),
  operation: z.string(),
  /** Commits since the release before it on the same ref, or all of them; null when that cannot be told. */
  changes: z.number().int().nullable(),
  rejected: rejectionSchema.nullable(),
  /** Made from somebody’s working tree: the one environment that it may ever run in. */
  workingTree: z.string().optional(),
});
export type Release = z.infer<typeof releaseSchema>;

/** What a node, a row or a preview shows of a release. */
export const releaseSummarySchema = releaseSchema
  .pick({
    id: true,
    commit: true,
    subject: true,
    author: true,
    ref: true,
    tag: true,
    createdAt: true,
    committedAt: true,
    rejected: true,
    changes: true,
    workingTree: true,
  })
  .extend({ images: z.record(z.string(), z.string()) });
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>;

/** The short view of a release: artifacts become `{service: digest}`. */
export function summarize(release: Release): ReleaseSummary {
  const { id, commit, subject, author, ref, tag, createdAt, committedAt, rejected, changes, workingTree } = release;
  const images = Object.fromEntries(release.artifacts.map((artifact) => [artifact.service, artifact.digest]));
  return {
    ...{ id, commit, subject, author, ref, tag, createdAt, committedAt, rejected, changes, images },
    ...(workingTree === undefined ? {} : { workingTree }),
  };
}
