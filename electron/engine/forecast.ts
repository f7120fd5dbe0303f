/** What picks by any name would do: commits, branches, ranges, pull requests. */
import type { PickPlan, PickRequest } from '../../shared/domain/hotfix.ts';
import { fail } from '../../shared/problem.ts';
import type { Repository } from '../git/repository.ts';
import type { Engine } from './engine.ts';
import { resolveOnto } from './picks-onto.ts';
import type { OpenProject } from './workspace.ts';

/** More in one plan is no hotfix. */
const picksMax = 500;
const searched = 300;

export interface PlanRequest {
  readonly onto?: string | undefined;
  /** Commits, refs, ranges `A..B`, pull requests `#12` or `PR 12`. */
  readonly picks: readonly string[];
  /** For the merges among them. */
  readonly mainline?: number | undefined;
  readonly prerequisites: boolean;
}

/** The plan of picks, in the order named; the commits of a range or pull request oldest first. */
export async function planPicks(engine: Engine, open: OpenProject, request: PlanRequest): Promise<PickPlan> {
  await open.repository.refresh();
  const onto = await resolveOnto(engine, open, request.onto);
  const commits = await namedCommits(open, request.picks);
  const picks = await withMainline(open.repository, commits, request.mainline);
  return open.repository.picks.plan(onto, picks, { prerequisites: request.prerequisites });
}

/** The commits that some names stand for, each once, in the order named. */
export async function namedCommits(open: OpenProject, names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const name of names) for (const commit of await commitsOf(open, name)) found.add(commit);
  if (found.size > picksMax) throw tooMany(found.size);
  return [...found];
}

async function commitsOf(open: OpenProject, name: string): Promise<string[]> {
  const request = /^(?:#|!|(?:pr|mr)[ #!-]*)(\d{1,9})$/i.exec(name.trim())?.[1];
  if (request !== undefined) return commitsOfRequest(open, request);
  const [from, to, ...more] = name.split('..');
  if (to === undefined) return [await open.repository.resolve(name)];
  if (!from || !to || more.length > 0 || to.startsWith('.'))
    throw fail('usage.bad-range', `${JSON.stringify(name.slice(0, 200))} is no range.`, {
      hint: 'A range is written A..B: everything that B has and A has not.',
    });
  return between(open.repository, from, to);
}

/** A range oldest first. Its merges are left out: what they bring is in the range by its own commits. */
async function between(repository: Repository, from: string, to: string): Promise<string[]> {
  const commits = await repository.range(from, to, 10 * picksMax);
  const own = commits.filter(({ parents }) => parents.length <= 1).map(({ sha }) => sha);
  if (own.length > picksMax) throw tooMany(own.length);
  return own.reverse();
}

const tooMany = (count: number) =>
  fail('usage.too-many-picks', `That are ${String(count)} picks; a plan holds at most ${String(picksMax)}.`, {
    hint: 'Name fewer, or a smaller range.',
  });

/** The commits of a pull request: those its merge brought, or the one it was squashed into; on main before elsewhere. */
async function commitsOfRequest(open: OpenProject, number: string): Promise<string[]> {
  const { repository } = open;
  const { configuration } = await open.configuration();
  const { head } = await repository.refs();
  const main = configuration?.source.main ?? head;
  for (const ref of main === null ? [undefined] : [main, undefined]) {
    const commits = await inRef(repository, number, ref);
    if (commits.length > 0) return commits;
  }
  throw fail('usage.no-such-request', `No commit names the pull request #${number}.`, {
    hint: 'It is found by its merge (“Merge pull request #12”) or its squashed commit (“… (#12)”). Name its commits instead, or a range.',
    details: { request: number },
  });
}

async function inRef(repository: Repository, number: string, ref: string | undefined): Promise<string[]> {
  const squashed: string[] = [];
  for (const sign of ['#', '!']) {
    const options = { search: `${sign}${number}`, limit: searched, ...(ref === undefined ? {} : { ref }) };
    const hits = await repository.log(options).catch(() => []);
    for (const { sha, parents, subject } of hits) {
      if (parents.length > 1) {
        const { message } = await repository.detail(sha);
        if (mergesRequest(message, number)) return between(repository, `${sha}^1`, sha);
      } else if (squashesRequest(subject, number)) squashed.push(sha);
    }
  }
  return squashed.reverse();
}

const mergesRequest = (message: string, number: string): boolean =>
  new RegExp(
    `^Merge (?:pull request|PR) #${number}\\b|\\bSee merge request \\S*!${number}\\b|^[^\\n]*\\((?:pull request )?[#!]${number}\\)`,
    'i',
  ).test(message);

/** The number at the end: “Revert "… (#12)" (#15)” is of the other request. */
const squashesRequest = (subject: string, number: string): boolean =>
  new RegExp(`\\((?:pull request )?[#!]${number}\\)\\s*$`, 'i').test(subject);

/** Names the mainline parent of those that are merges. */
async function withMainline(
  repository: Repository,
  commits: readonly string[],
  mainline: number | undefined,
): Promise<PickRequest[]> {
  if (mainline === undefined) return commits.map((commit) => ({ commit }));
  return Promise.all(
    commits.map(async (commit) => {
      const [found] = await repository.log({ ref: commit, limit: 1 });
      return found && found.parents.length > 1 ? { commit, mainline } : { commit };
    }),
  );
}
