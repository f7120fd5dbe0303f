/** The JSON of the command line (DESIGN §5): the contract's answers under stable names, times as ISO 8601. */
import type { Preview } from '../../../shared/api/releases.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { Release, ReleaseSummary } from '../../../shared/domain/release.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { type LogLine } from '../../../shared/api/operations.ts';
import { summarize } from '../../../shared/domain/release.ts';
import { iso, isoOrNull } from './time.ts';

/** A release as every verb shows it. */
export function releaseView(release: Release | ReleaseSummary): object {
  const { id, commit, images, subject, author, ref, tag, createdAt, changes, rejected } =
    'artifacts' in release ? summarize(release) : release;
  return {
    id,
    commit,
    images,
    subject,
    author,
    ref,
    tag,
    createdAt: iso(createdAt),
    changes,
    rejected: rejected && { ...rejected, at: iso(rejected.at) },
  };
}

export function operationView(operation: Operation): object {
  const {
    id,
    kind,
    status,
    title,
    environment,
    release,
    revision,
    direction,
    by,
    why,
    startedAt,
    endedAt,
    problem,
    steps,
  } = operation;
  return {
    id,
    status,
    kind,
    title,
    environment,
    release,
    revision,
    direction,
    by,
    why,
    startedAt: iso(startedAt),
    endedAt: isoOrNull(endedAt),
    problem,
    steps: steps.map((step) => ({ ...step, startedAt: isoOrNull(step.startedAt), endedAt: isoOrNull(step.endedAt) })),
  };
}

/** An operation with what it brings to its environment (null for a build), and why it failed if it did. */
export function deploymentView(operation: Operation): object {
  const { environment, revision, release, problem } = operation;
  return {
    ...(problem && { problem }),
    operation: operationView(operation),
    deployment: environment === null ? null : { environment, revision, release },
  };
}

export function revisionView(revision: Revision): object {
  const { startedAt, runningAt, endedAt, digests, ...rest } = revision;
  return {
    ...rest,
    images: digests,
    startedAt: iso(startedAt),
    runningAt: isoOrNull(runningAt),
    endedAt: isoOrNull(endedAt),
  };
}

const commitsOf = (movement: Preview['comes']): object[] =>
  movement.commits.map(({ sha, subject, author, committedAt }) => ({
    sha,
    subject,
    author,
    committedAt: iso(committedAt),
  }));

/** What a promotion or rollback does, as it was planned. */
export function planView(preview: Preview): object {
  const { current, release, restores, environment, plan, steps, gates, notices, wayBack, expectedMs, refusal } =
    preview;
  return {
    plan,
    environment,
    refusal,
    from: current && { revision: current.revision, release: current.release.id, commit: current.release.commit },
    to: { revision: restores, release: release.id, commit: release.commit },
    comes: { count: preview.comes.count, commits: commitsOf(preview.comes), workItems: preview.comes.workItems },
    // Migrations and data leave only with environments that Slipway migrates; none of these does yet.
    leaves: {
      count: preview.leaves.count,
      commits: commitsOf(preview.leaves),
      workItems: preview.leaves.workItems,
      migrations: [],
      configuration: preview.configuration,
      data: [],
    },
    loses: preview.loses,
    configuration: preview.configuration,
    rollout: preview.rollout,
    steps,
    gates,
    notices,
    wayBack,
    expectedMs,
  };
}

export const logLineView = ({ seq, at, source, stream, text }: LogLine): object => ({
  seq,
  at: iso(at),
  source,
  stream,
  text,
});
