/** `slipway history`: what ran where, who brought it and why. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, table } from './text.ts';
import { age, parseMoment } from './time.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';
import { revisionView } from './views.ts';

interface HistoryOptions {
  readonly env?: string;
  readonly since?: string;
  readonly at?: string;
  readonly search?: string;
  readonly limit: number;
}

const pageSize = 500;

export const addHistory: AddVerb = (program, run) => {
  const verb = program
    .command('history')
    .description('List revisions, newest first: what ran where, who brought it and why.');
  verb.option('--env <environment>', 'only of this environment').option('--search <text>', 'only those with it');
  verb
    .option('--since <time>', 'started since then: a date, or how long ago (2h, 3d)')
    .option('--at <time>', 'what ran at that time');
  verb.option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50);
  withExamples(verb, 'history --env production --since 7d', 'history --at 2026-11-20T18:00 --json');
  verb.action((options: HistoryOptions) => run((session) => history(session, options)));
};

async function history(session: Session, options: HistoryOptions): Promise<Answer> {
  const now = session.terminal.now();
  const asked = {
    project: (await session.project()).id,
    ...(options.env === undefined ? {} : { environment: options.env }),
    ...(options.search === undefined ? {} : { search: options.search }),
    ...(options.since === undefined ? {} : { since: parseMoment(options.since, now) }),
    ...(options.at === undefined ? {} : { at: parseMoment(options.at, now) }),
  };
  const revisions: Revision[] = [];
  let more = true;
  while (more && revisions.length < options.limit) {
    const last = revisions.at(-1);
    const before = last
      ? { before: { startedAt: last.startedAt, environment: last.environment, number: last.number } }
      : {};
    const page = await session.client.call('history.list', {
      ...asked,
      ...before,
      limit: Math.min(pageSize, options.limit - revisions.length),
    });
    revisions.push(...page.revisions);
    more = page.more;
  }
  const text = historyText(revisions, now);
  return {
    json: { revisions: revisions.map(revisionView), more },
    text: more ? `${text}There are more: --limit, --since.\n` : text,
  };
}

export function historyText(revisions: readonly Revision[], now: number): string {
  const rows = revisions.map((revision) => [
    inert(revision.environment),
    `r${revision.number}`,
    shortSha(revision.commit),
    revision.release,
    revision.restores === null ? revision.cause : `${revision.cause} to r${revision.restores}`,
    revision.status,
    age(revision.startedAt, now),
    inert(revision.by),
    clip(inert(revision.why ?? ''), 60),
  ]);
  return table(
    ['ENVIRONMENT', 'REV', 'COMMIT', 'RELEASE', 'CAUSE', 'STATUS', 'STARTED', 'BY', 'WHY'],
    rows,
    'Nothing was deployed yet.',
  );
}
