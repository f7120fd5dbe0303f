/** What is known of branches under review: by the forge where one is configured, else by their commits. */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Review } from '../../../shared/domain/test-environment.ts';
import { workItemsIn } from '../../../shared/domain/work-items.ts';
import { isDraftTitle } from '../../../shared/planning/test-environments.ts';
import { mergeRequestsOf } from './forge-memory.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { isMerged, type Branches, type Standing } from './branches.ts';

export interface Reviews {
  of(branch: Standing): Promise<Review | null>;
  /** Whether a forge has answered; null where none is configured. */
  readonly forge: boolean | null;
  /** What is wrong with it. */
  readonly problem: string | null;
}

/** `waitMs`: so long a forge that was not asked yet is waited for; what it said last is used otherwise. */
export async function reviewsOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  branches: Branches,
  waitMs: number,
): Promise<Reviews> {
  if (!configuration.forge)
    return { of: (branch) => fromCommits(open, configuration, branches, branch), forge: null, problem: null };
  const { requests, problem } = await mergeRequestsOf(engine, open.project.id, configuration.forge, waitMs);
  const prefixes = configuration.source.workItems;
  return {
    of: (branch) => {
      const own = requests?.filter((request) => request.branch === branch.branch) ?? [];
      const found =
        own.find(({ state }) => state === 'open') ??
        // What ended says something of the branch only while it is where it was then.
        own.find(({ commit }) => commit === branch.commit);
      if (!found) return Promise.resolve(null);
      const { number, title, url, draft, state, reviewers, text } = found;
      return Promise.resolve({
        ...{ number, title, url, state, reviewers: [...reviewers], from: 'forge' },
        draft: draft || isDraftTitle(title),
        workItems: workItemsIn([title, text], prefixes),
      });
    },
    forge: requests !== null,
    problem,
  };
}

/** Commits do not change: what they say is remembered by the two tips that it lies between. */
const said = new Map<string, Review | null>();
const remembered = 2000;
const readCommits = 50;

async function fromCommits(
  open: OpenProject,
  configuration: Configuration,
  { main }: Branches,
  branch: Standing,
): Promise<Review | null> {
  const prefixes = configuration.source.workItems;
  const key = [open.project.id, branch.branch, branch.commit, main, prefixes?.join(' ')].join('\n');
  const known = said.get(key);
  if (known !== undefined) return known;
  const commits = await open.repository.range(main, branch.commit, readCommits).catch(() => null);
  const newest = commits?.[0];
  const review: Review | null =
    commits && newest
      ? {
          ...{ number: null, title: newest.subject, url: null, reviewers: [], from: 'commits' },
          draft: isDraftTitle(newest.subject),
          state: isMerged(branch) ? 'merged' : 'unknown',
          workItems: workItemsIn(
            commits.map(({ message }) => message),
            prefixes,
          ),
        }
      : null;
  if (said.size >= remembered) said.clear();
  said.set(key, review);
  return review;
}
