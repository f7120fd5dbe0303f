/** The commits of the places put together: groups that carry one change, wholes with their parts, reverts. */
import { isMerge, type CommitFacts } from './facts.ts';
import { changeIdLinks, trailerLinks } from './by-trailer.ts';
import { likenessLinks } from './by-likeness.ts';
import { effectsOf, type Effect } from './effects.ts';
import { groupsOf, type Groups } from './grouping.ts';
import { strengthOf, type Link, type Part } from './links.ts';
import { likelyParts } from './parts.ts';
import { maskOf, type World } from './world.ts';

export interface Model {
  readonly world: World;
  readonly groups: Groups;
  /** Commits that carry a change as a part of themselves, by the group of the change. */
  readonly wholes: ReadonlyMap<string, readonly Part[]>;
  /** Reverts and re-applies, by the group of the change. */
  readonly effects: ReadonlyMap<string, readonly Effect[]>;
  /** The groups that are changes, each with the commits that carry nothing else. */
  readonly changes: ReadonlyMap<string, readonly CommitFacts[]>;
}

/** Puts a world together. The same world always gives the same model. */
export function modelOf(world: World): Model {
  const commits = [...world.facts.values()].sort(byAge);
  const ordinary = commits.filter((commit) => !isMerge(commit));
  const trailers = ordinary.map((commit) => trailerLinks(world, commit));
  const links: Link[] = [
    ...personLinks(world),
    ...trailers.flatMap((found) => found.links),
    ...changeIdLinks(ordinary),
    ...likenessLinks(world, ordinary),
  ];
  const groups = groupsOf(world, links);
  const parts = [...trailers.flatMap((found) => found.parts), ...likelyParts(world, commits)];
  const effects = effectsOf(world, groups);
  const wholes = wholesBy(world, groups, parts);
  const changes = new Map<string, CommitFacts[]>();
  const spent = spentIn(groups, parts, ordinary);
  for (const commit of ordinary) {
    if (effects.has(commit.sha) || spent.has(groups.rootOf(commit.sha))) continue;
    const root = groups.rootOf(commit.sha);
    const group = changes.get(root);
    if (group) group.push(commit);
    else changes.set(root, [commit]);
  }
  return { world, groups, wholes, effects: effectsBy(groups, effects, parts), changes };
}

const byAge = (a: CommitFacts, b: CommitFacts): number =>
  a.committedAt - b.committedAt || (a.sha < b.sha ? -1 : a.sha > b.sha ? 1 : 0);

function personLinks(world: World): Link[] {
  const unalike = { sameKey: false, samePeople: false, sameDate: false, overlap: 0 };
  return world.corrections.flatMap(({ correction, by, why }, index): Link[] =>
    correction.kind === 'same'
      ? [
          {
            one: correction.one,
            other: correction.other,
            signal: 'person',
            tier: 'certain',
            // Of two people the later one has the last word.
            strength: strengthOf('person', 'certain', unalike) + index / 1e6,
            detail: `${by}: ${why}`,
          },
        ]
      : [],
  );
}

/** Parts by the change that they are of. Every copy of a whole carries what the whole carries. */
function wholesBy(world: World, groups: Groups, parts: readonly Part[]): Map<string, Part[]> {
  const wholes = new Map<string, Part[]>();
  for (const part of parts) {
    const root = groups.rootOf(part.part);
    for (const carrier of groups.members(part.carrier)) {
      if (groups.rootOf(carrier) === root || maskOf(world, carrier) === 0n) continue;
      const list = wholes.get(root) ?? [];
      if (!list.some((known) => known.carrier === carrier)) list.push({ ...part, carrier });
      wholes.set(root, list);
    }
  }
  return wholes;
}

function effectsBy(
  groups: Groups,
  effects: ReadonlyMap<string, Effect>,
  parts: readonly Part[],
): Map<string, Effect[]> {
  const partsOf = new Map<string, string[]>();
  for (const part of parts) {
    const root = groups.rootOf(part.carrier);
    partsOf.set(root, [...(partsOf.get(root) ?? []), groups.rootOf(part.part)]);
  }
  const by = new Map<string, Effect[]>();
  for (const effect of effects.values()) {
    const roots = effect.targets.flatMap((sha) => [groups.rootOf(sha), ...(partsOf.get(groups.rootOf(sha)) ?? [])]);
    for (const root of new Set(roots)) by.set(root, [...(by.get(root) ?? []), effect]);
  }
  return by;
}

/** Groups that are nothing but their parts: they would be counted twice. */
function spentIn(groups: Groups, parts: readonly Part[], commits: readonly CommitFacts[]): Set<string> {
  const found = new Map<string, Set<string>>();
  for (const part of parts) {
    const root = groups.rootOf(part.carrier);
    if (groups.rootOf(part.part) === root) continue;
    found.set(root, (found.get(root) ?? new Set()).add(groups.rootOf(part.part)));
  }
  const spent = new Set<string>();
  for (const commit of commits) {
    const known = found.get(groups.rootOf(commit.sha));
    if (known && known.size >= Math.max(1, commit.message.squashedSubjects.length))
      spent.add(groups.rootOf(commit.sha));
  }
  return spent;
}
