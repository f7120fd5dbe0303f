/** `slipway build`: a release from a commit. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { carryOut, type OperationOptions } from './follow.ts';
import type { Answer, Session } from './session.ts';
import { inert, table } from './text.ts';
import { type AddVerb, startsOperation, withExamples } from './verb.ts';
import { operationView, releaseView } from './views.ts';

type BuildOptions = OperationOptions & { ref?: string };

export const addBuild: AddVerb = (program, run) => {
  const verb = program
    .command('build')
    .description('Build a release from a commit, once. A commit that was built before gives back its release.');
  verb.option('--ref <ref>', 'branch, tag or commit (default: the main branch)');
  startsOperation(verb, 'say which commit would be built, and build nothing');
  withExamples(verb, 'build', 'build --ref v1.4.0 --wait --json');
  verb.action((options: BuildOptions) =>
    run((session) => (options.dryRun ? previewBuild(session, options.ref) : build(session, options))),
  );
};

async function build(session: Session, options: BuildOptions): Promise<Answer> {
  const project = (await session.project()).id;
  const ref = options.ref === undefined ? {} : { ref: options.ref };
  let known: Release | null = null;
  const { operation, exitCode } = await carryOut(session, options, async (key) => {
    const started = await session.client.call('release.build', { project, key, ...ref });
    known = started.release;
    return started.operation;
  });
  const release =
    operation.status === 'done' && operation.release !== null
      ? (await session.client.call('release.get', { project, release: operation.release })).release
      : known;
  return {
    json: {
      ...(operation.problem && { problem: operation.problem }),
      release: release && releaseView(release),
      operation: operationView(operation),
    },
    text: release ? releaseText(release) : `Started ${operation.id}: ${inert(operation.title)}\n`,
    exitCode,
    events: options.events ?? false,
  };
}

function releaseText(release: Release): string {
  const images = release.artifacts.map(({ service, digest }) => [inert(service), digest]);
  return `Release ${release.id} of ${shortSha(release.commit)} ${inert(release.subject)}\n${table(['SERVICE', 'IMAGE'], images, 'It has no images.')}`;
}

/** The contract has no preview of a build: what it would build is its commit. */
async function previewBuild(session: Session, asked: string | undefined): Promise<Answer> {
  const project = (await session.project()).id;
  const ref = asked ?? (await session.client.call('project.status', { project })).main.branch;
  const {
    commits: [commit],
  } = await session.client.call('repository.log', { project, ref, limit: 1 });
  return {
    json: {
      plan: commit ? { ref, commit: commit.sha, subject: commit.subject } : null,
      release: null,
      operation: null,
    },
    text: commit
      ? `Would build ${shortSha(commit.sha)} ${inert(commit.subject)} (${inert(ref)}).\n`
      : `${inert(ref)} has no commit.\n`,
  };
}
