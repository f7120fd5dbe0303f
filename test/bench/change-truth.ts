/** How often the matrix is right, against what a history says itself by a signal that is hidden from it. */
import type { Tier } from '../../shared/domain/change.ts';
import { isMerge, type CommitFacts } from '../../shared/planning/changes/facts.ts';
import { modelOf } from '../../shared/planning/changes/model.ts';
import { routesFrom } from '../../shared/planning/changes/route.ts';
import { maskOf, meantBy, undoneIn, type World } from '../../shared/planning/changes/world.ts';

/** A signal that tells by itself which commits carry one change. */
export interface Truth {
  readonly title: string;
  /** What two commits of one change have in common; null for a commit that does not say. */
  keyOf(commit: CommitFacts, world: World): string | null;
  /** Whether a commit that main lacks says what it is a copy of: without that, nothing can be called wrong. */
  says(commit: CommitFacts): boolean;
  /** The same commit without that signal. */
  hide(commit: CommitFacts): CommitFacts;
}

export const changeIds: Truth = {
  title: 'Change-Id',
  keyOf: (commit, world) => (isComposite(commit, world) ? null : (commit.message.changeIds[0] ?? null)),
  says: ({ message }) => message.changeIds.length === 1,
  hide: (commit) => ({ ...commit, message: { ...commit.message, changeIds: [] } }),
};

/** A commit that was put together from several: one Change-Id of them says nothing about the others. */
function isComposite({ message }: CommitFacts, world: World): boolean {
  const named = message.picked.flatMap((name) => world.facts.get(meantBy(world, name) ?? '')?.message.changeIds ?? []);
  return new Set([...message.changeIds, ...named]).size > 1;
}

/** The commit at the end of a chain of picks, where there is one and main has it. */
export const trailers: Truth = {
  title: 'trailers',
  keyOf(commit, world) {
    const roots = new Set(rootsOf(commit, world, 0));
    const [root] = roots;
    return roots.size === 1 && root !== undefined && (maskOf(world, root) & 1n) !== 0n ? root : null;
  },
  says: ({ message }) => message.picked.length > 0,
  hide: (commit) => ({ ...commit, message: { ...commit.message, picked: [], squashed: [] } }),
};

function rootsOf(commit: CommitFacts, world: World, depth: number): string[] {
  if (commit.message.picked.length === 0 || depth > 10) return [commit.sha];
  return commit.message.picked.flatMap((name) => {
    const named = world.facts.get(meantBy(world, name) ?? '');
    return named ? rootsOf(named, world, depth + 1) : [`unknown ${name}`];
  });
}

/** Numbers of pull requests: a backport names the one that it copies. */
export const requests: Truth = {
  title: 'pull-request numbers',
  keyOf: ({ message }) => message.originRequests[0] ?? message.request,
  says: ({ message }) => message.originRequests.length > 0,
  hide: (commit) => ({
    ...commit,
    message: { ...commit.message, request: null, originRequests: [], revertedRequest: null },
  }),
};

export interface Score {
  readonly pairs: number;
  readonly found: number;
  readonly certain: { readonly right: number; readonly all: number };
  readonly both: { readonly right: number; readonly all: number };
  /** Some that were missed, and some that are wrong, for a look. */
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

/** Compares every pair of a commit that main lacks with one that only main has. Main is bit 0. */
export function scoreOf(world: World, truth: Truth): Score {
  const facts = new Map([...world.facts].map(([sha, commit]) => [sha, truth.hide(commit)]));
  const model = modelOf({ ...world, facts });
  const undone = undoneIn(world);
  // What was reverted and proposed again may have another name for the same change. A revert is no change of its own: the matrix shows what it does to another.
  const placed = [...world.facts.values()].filter(
    (commit) =>
      !isMerge(commit) &&
      world.ancestry.located.has(commit.sha) &&
      commit.message.reverted.length === 0 &&
      !undone.has(commit.sha),
  );
  const keys = new Map(placed.map((commit) => [commit.sha, truth.keyOf(commit, world)]));
  const onMain = placed.filter(({ sha }) => (maskOf(world, sha) & 1n) !== 0n);
  const byKey = new Map<string, string[]>();
  for (const { sha } of onMain) {
    const key = keys.get(sha);
    if (key) byKey.set(key, [...(byKey.get(key) ?? []), sha]);
  }
  const score = { pairs: 0, found: 0, certain: { right: 0, all: 0 }, both: { right: 0, all: 0 } };
  const missed: string[] = [];
  const wrong: string[] = [];
  for (const commit of placed) {
    const { sha, subject } = commit;
    const key = keys.get(sha);
    if (!key || !truth.says(commit) || (maskOf(world, sha) & 1n) !== 0n) continue;
    const routes = routesFrom(model.groups, sha);

    const expected = byKey.get(key) ?? [];
    if (expected.length > 0) {
      score.pairs += 1;
      if (expected.some((one) => routes.has(one))) score.found += 1;
      else missed.push(`${sha.slice(0, 10)} ${expected[0]?.slice(0, 10) ?? ''} ${subject.slice(0, 80)}`);
    }
    for (const [other, route] of routes) {
      const said = keys.get(other);
      if (!said || (maskOf(world, other) & 1n) === 0n) continue;
      count(score, route.tier, said === key);
      if (said !== key)
        wrong.push(`${route.tier} ${route.signal} ${sha.slice(0, 10)} ${other.slice(0, 10)} ${subject.slice(0, 80)}`);
    }
  }
  return { ...score, missed, wrong };
}

function count(
  score: { certain: { right: number; all: number }; both: { right: number; all: number } },
  tier: Tier,
  right: boolean,
): void {
  score.both.all += 1;
  if (right) score.both.right += 1;
  if (tier !== 'certain') return;
  score.certain.all += 1;
  if (right) score.certain.right += 1;
}
