/** `slipway changes`: which change is where. */
import type { Change, Lost, Place, Signal, Verdict } from '../../../shared/domain/change.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { problemOf, ProblemError } from '../../../shared/problem.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, paintFor, table } from './text.ts';
import { iso } from './time.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';

interface ChangesOptions {
  readonly env?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly author?: string;
  readonly path?: string;
  readonly workItem?: string;
  readonly lost?: boolean;
  readonly limit?: number;
}

const pageSize = 1000;
const textRows = 200;

export const addChanges: AddVerb = (program, run) => {
  const verb = program.command('changes').description('Show which change is in which environment, by whatever commit.');
  verb
    .option('--env <environments...>', 'only these environments, branches, tags or lane:ID')
    .option('--from <ref>', 'compare two refs of any repository …')
    .option('--to <ref>', '… and show as lost what --from has and --to has not')
    .option('--text <text>', 'only changes whose subject, author or work item has it')
    .option('--author <name>', 'only changes of this author')
    .option('--path <path>', 'only changes that touch it, or something below it')
    .option('--work-item <item>', 'only changes for it, such as "#123" or ABC-123')
    .option('--lost', 'only what is in production or a lane and not on main')
    .option(
      '--limit <n>',
      `at most so many (default: all with --json, else ${String(textRows)})`,
      wholeNumber(1, 1_000_000),
    );
  withExamples(verb, 'changes --lost', 'changes --env staging production', 'changes --from v1.4.0 --to main --json');
  verb.action((options: ChangesOptions) => run((session) => changes(session, options)));
};

async function changes(session: Session, options: ChangesOptions): Promise<Answer> {
  const places = placesIn(options);
  const most = options.limit ?? (session.json ? Infinity : textRows);
  const asked = {
    project: (await session.project()).id,
    ...(places === null ? {} : { places }),
    ...(options.text === undefined ? {} : { text: options.text }),
    ...(options.author === undefined ? {} : { author: options.author }),
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.workItem === undefined ? {} : { workItem: options.workItem }),
    ...(options.lost && options.from === undefined ? { only: 'lost' as const } : {}),
    ...(options.lost && options.from !== undefined && options.to !== undefined
      ? { between: { has: options.from, lacks: options.to } }
      : {}),
  };
  const page = (skip: number) =>
    session.client.call('changes.list', { ...asked, skip, limit: Math.min(pageSize, most - skip) });
  const first = await page(0);
  const found = [...first.changes];
  while (found.length < Math.min(first.total, most)) {
    const next = await page(found.length);
    if (next.changes.length === 0) break;
    found.push(...next.changes);
  }
  const lost = options.from === undefined ? first.lost : lostBetween(found, options.from, options.to ?? '');
  const { total, unread } = first;
  return {
    json: {
      places: first.places,
      changes: found.map(changeView),
      total,
      lost: lost.map(({ change, in: places }) => ({ ...changeView(change), in: places })),
      unread,
    },
    text: changesText(session, first.places, found, { total, lost: lost.length, unread: unread.length }),
  };
}

/** Null for the default: main, every environment, every open lane. */
function placesIn({ env, from, to }: ChangesOptions): string[] | null {
  if ((from === undefined) !== (to === undefined))
    throw new ProblemError(problemOf('usage.arguments', '--from and --to are given together, or neither of them.'));
  if (from !== undefined && to !== undefined && env === undefined) return [from, to];
  if (from !== undefined)
    throw new ProblemError(problemOf('usage.arguments', 'Either --from and --to, or --env, but not both.'));
  return env === undefined ? null : [...env];
}

function lostBetween(found: readonly Change[], from: string, to: string): Lost[] {
  return found
    .filter(({ verdicts, releaseOnly }) => !releaseOnly && verdicts[from]?.present && !verdicts[to]?.present)
    .map((change) => ({ change, in: [from] }));
}

const names: Readonly<Record<Signal, 'commit' | 'patch' | 'trailer' | 'identity'>> = {
  person: 'identity',
  commit: 'commit',
  trailer: 'trailer',
  patch: 'patch',
  request: 'identity',
  identity: 'identity',
  'work-item': 'identity',
};

function changeView(change: Change): object {
  const verdicts = Object.entries(change.verdicts);
  return {
    id: change.id,
    subject: change.subject,
    author: change.author,
    committedAt: iso(change.committedAt),
    commits: change.commits,
    reverts: change.reverts,
    environments: Object.fromEntries(verdicts.map(([place, { present }]) => [place, present])),
    by: byOf(verdicts.map(([, verdict]) => verdict)),
    tier: verdicts.some(([, { present, tier }]) => present && tier === 'probable') ? 'probable' : 'certain',
    verdicts: Object.fromEntries(
      verdicts.map(([place, { present, by, tier, commit, twice }]) => [
        place,
        { present, by: names[by], tier, commit, twice },
      ]),
    ),
    workItems: change.workItems,
    releaseOnly: change.releaseOnly,
    corrected: change.corrected,
  };
}

/** The signal that it took beside ancestry, if it took one. */
function byOf(verdicts: readonly Verdict[]): string {
  const other = verdicts.find(({ present, by }) => present && by !== 'commit');
  return other ? names[other.by] : 'commit';
}

function changesText(
  session: Session,
  places: readonly Place[],
  found: readonly Change[],
  { total, lost, unread }: { total: number; lost: number; unread: number },
): string {
  const paint = paintFor(session.terminal, 'out');
  const cell = (verdict: Verdict | undefined): string => {
    if (!verdict?.present) return verdict?.commit ? paint('yellow', 'reverted') : paint('dim', '·');
    const mark = verdict.by === 'commit' ? 'yes' : `yes (${verdict.by})`;
    return verdict.tier === 'probable' ? paint('yellow', `${mark}?`) : mark;
  };
  const rows = found.map((change) => [
    shortSha(change.id),
    ...places.map(({ id }) => cell(change.verdicts[id])),
    clip(inert(change.author), 20),
    clip(inert(change.subject), 70),
  ]);
  const heading = ['CHANGE', ...places.map(({ title }) => clip(inert(title).toUpperCase(), 24)), 'AUTHOR', 'SUBJECT'];
  const text = table(heading, rows, 'No such change: all of them have the same, or the filter lets nothing through.');
  const notes = [
    ...(found.length < total ? [`${String(total - found.length)} more: --limit, --text, --author, --path.`] : []),
    ...(lost > 0 ? [paint('yellow', `${String(lost)} lost: --lost shows them.`)] : []),
    ...(unread > 0
      ? [`The contents of ${String(unread)} commits are not in this clone: their patches were not compared.`]
      : []),
  ];
  return `${text}${notes.map((note) => `${note}\n`).join('')}`;
}
