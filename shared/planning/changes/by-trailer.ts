/** What messages say outright: picks by the name of a commit, and the Change-Ids of Gerrit. */
import type { CommitFacts } from './facts.ts';
import { likenessOf, strengthOf, type Link, type Part } from './links.ts';
import { meantBy, type World } from './world.ts';

const unalike = { sameKey: false, samePeople: false, sameDate: false, overlap: 0 };

/** The links of one commit's trailers. A commit that names several changes carries them as parts. */
export function trailerLinks(world: World, commit: CommitFacts): { links: Link[]; parts: Part[] } {
  const meant = commit.message.picked.flatMap((name) => meantBy(world, name) ?? []).filter((sha) => sha !== commit.sha);
  const known = meant.filter((sha) => world.facts.has(sha));
  const origins = clustersOf(world, known);
  if (origins.length > 1) return { links: [], parts: origins.map((origin) => partOf(commit.sha, origin[0])) };
  // Each pick of a pick adds a line: the first names the oldest commit, which may be gone.
  const targets = known.length > 0 ? known : meant.slice(0, 1);
  return { links: targets.map((sha) => linkTo(world, commit, sha)), parts: squashedParts(world, commit) };
}

const partOf = (carrier: string, part: string): Part => ({
  carrier,
  part,
  signal: 'trailer',
  tier: 'certain',
  detail: 'names it among others',
});

function squashedParts(world: World, commit: CommitFacts): Part[] {
  return commit.message.squashed.flatMap((name) => {
    const part = meantBy(world, name);
    return part === null || part === commit.sha
      ? []
      : [{ ...partOf(commit.sha, part), detail: 'lists it as squashed' }];
  });
}

function linkTo(world: World, commit: CommitFacts, sha: string): Link {
  const named = world.facts.get(sha);
  const like = named ? likenessOf(commit, named) : unalike;
  const patch = world.patches.get(sha);
  const backed =
    !named ||
    like.sameKey ||
    like.samePeople ||
    like.overlap >= 0.3 ||
    (patch !== undefined && patch === world.patches.get(commit.sha));
  const tier = backed ? 'certain' : 'probable';
  return {
    one: commit.sha,
    other: sha,
    signal: 'trailer',
    tier,
    strength: strengthOf('trailer', tier, like),
    detail: 'names it',
  };
}

/** Named commits that are one change among themselves: a pick of a pick names both. */
function clustersOf(world: World, shas: readonly string[]): (readonly [string, ...string[]])[] {
  const clusters: [string, ...string[]][] = [];
  for (const sha of shas) {
    const home = clusters.find((cluster) => cluster.some((other) => sameByWord(world, sha, other)));
    if (home) home.push(sha);
    else clusters.push([sha]);
  }
  return clusters;
}

function sameByWord(world: World, one: string, other: string): boolean {
  const [a, b] = [world.facts.get(one), world.facts.get(other)];
  if (!a || !b) return false;
  const names = (from: CommitFacts, to: string): boolean =>
    from.message.picked.some((name) => meantBy(world, name) === to);
  return names(a, other) || names(b, one) || a.message.key === b.message.key || sameChangeId(a, b);
}

/** A commit with several of them was put together from several changes. */
const changeIdOf = ({ message }: CommitFacts): string | undefined =>
  message.changeIds.length === 1 ? message.changeIds[0] : undefined;
const sameChangeId = (one: CommitFacts, other: CommitFacts): boolean =>
  changeIdOf(one) !== undefined && changeIdOf(one) === changeIdOf(other);

/** Links between commits of one Change-Id: each to the first. */
export function changeIdLinks(commits: readonly CommitFacts[]): Link[] {
  const firsts = new Map<string, CommitFacts>();
  return commits.flatMap((commit): Link[] => {
    const id = changeIdOf(commit);
    if (id === undefined) return [];
    const first = firsts.get(id);
    if (!first) {
      firsts.set(id, commit);
      return [];
    }
    const strength = strengthOf('trailer', 'certain', likenessOf(commit, first));
    return [{ one: commit.sha, other: first.sha, signal: 'trailer', tier: 'certain', strength, detail: id }];
  });
}
