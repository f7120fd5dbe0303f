/** `slipway releases`, `approve`, `reject`: the releases, and what people decided about them. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { findRelease } from './find-release.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, paintFor, table } from './text.ts';
import { age, iso } from './time.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';
import { releaseView } from './views.ts';

export const addReleases: AddVerb = (program, run) => {
  const verb = program.command('releases').description('List the releases, newest first.');
  verb.option('--search <text>', 'only those whose commit, tag, subject or author has it');
  verb.option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50);
  withExamples(verb, 'releases --limit 10', 'releases --search login --json');
  verb.action((options: { search?: string; limit: number }) => run((session) => releases(session, options)));
};

async function releases(session: Session, { search, limit }: { search?: string; limit: number }): Promise<Answer> {
  const project = (await session.project()).id;
  const found = await session.client.call('release.list', {
    project,
    limit,
    ...(search === undefined ? {} : { search }),
  });
  const now = session.terminal.now();
  const paint = paintFor(session.terminal, 'out');
  const row = (release: Release): string[] => [
    release.id,
    shortSha(release.commit),
    inert(release.tag ?? ''),
    age(release.createdAt, now),
    String(release.changes ?? ''),
    clip(inert(release.subject), 60),
    release.rejected ? paint('red', `rejected: ${clip(inert(release.rejected.why), 40)}`) : '',
  ];
  const text = table(
    ['RELEASE', 'COMMIT', 'TAG', 'BUILT', 'CHANGES', 'SUBJECT', ''],
    found.releases.map(row),
    'No releases yet: "slipway build" builds one.',
  );
  return {
    json: { releases: found.releases.map(releaseView), more: found.more },
    text: found.more ? `${text}There are more: --limit, --search.\n` : text,
  };
}

export const addApprove: AddVerb = (program, run) => {
  const verb = program.command('approve').description('Approve a release for an environment whose gate asks for it.');
  verb
    .argument('<release>', 'id, commit or tag')
    .requiredOption('--to <environment>', 'the environment')
    .option('--why <text>', 'for the record');
  withExamples(verb, 'approve v1.4.0 --to production --why "seen in staging"');
  verb.action((release: string, options: { to: string; why?: string }) =>
    run((session) => approve(session, release, options)),
  );
};

async function approve(session: Session, text: string, { to, why }: { to: string; why?: string }): Promise<Answer> {
  const project = (await session.project()).id;
  const release = await findRelease(session, text);
  const { approvals } = await session.client.call('release.approve', {
    project,
    release: release.id,
    environment: to,
    ...(why === undefined ? {} : { why }),
  });
  return {
    json: { approval: { release: release.id, commit: release.commit, environment: to, approvals, why: why ?? null } },
    text: `Approved ${shortSha(release.commit)} for ${inert(to)}; it has ${approvals} approval${approvals === 1 ? '' : 's'}.\n`,
  };
}

export const addReject: AddVerb = (program, run) => {
  const verb = program.command('reject').description('Say that a release may never be promoted again, and why.');
  verb.argument('<release>', 'id, commit or tag').requiredOption('--why <text>', 'the reason');
  withExamples(verb, 'reject 3f2a1c9 --why "loses orders placed at midnight"');
  verb.action((release: string, options: { why: string }) => run((session) => reject(session, release, options.why)));
};

async function reject(session: Session, text: string, why: string): Promise<Answer> {
  const project = (await session.project()).id;
  const release = await findRelease(session, text);
  const { rejected } = await session.client.call('release.reject', { project, release: release.id, why });
  return {
    json: { release: release.id, commit: release.commit, rejected: { ...rejected, at: iso(rejected.at) } },
    text: `Rejected ${shortSha(release.commit)}: it will not be promoted again.\n`,
  };
}
