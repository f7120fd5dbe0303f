/** How a commit of a group is known to carry the same change as another: the links between them. */
import type { Signal, Tier } from '../../domain/change.ts';
import type { Groups } from './grouping.ts';
import type { Link } from './links.ts';

export interface Route {
  /** The weakest signal on the way, which the whole is worth. */
  readonly signal: Signal;
  readonly tier: Tier;
  readonly strength: number;
  /** The last link of the way, and the way to it; null where the way begins. */
  readonly last: { readonly link: Link; readonly before: Route } | null;
}

const itself: Route = { signal: 'commit', tier: 'certain', strength: Infinity, last: null };

/** The ways from one commit to every other of its group. Links form a tree, so that there is one way to each. */
export function routesFrom(groups: Groups, start: string): Map<string, Route> {
  const routes = new Map<string, Route>([[start, itself]]);
  // A map goes on to what is added while it is walked.
  for (const [at, before] of routes) {
    for (const link of groups.followed.get(at) ?? []) {
      const next = link.one === at ? link.other : link.one;
      if (!routes.has(next)) routes.set(next, extended(before, link));
    }
  }
  return routes;
}

function extended(before: Route, link: Link): Route {
  const { signal, tier, strength } = before.strength < link.strength ? before : link;
  return { signal, tier, strength, last: { link, before } };
}

/** The links of some ways, each once. A chain of picks makes long ways: they are listed only when somebody asks. */
export function linksOf(routes: readonly Route[]): Link[] {
  const links = new Set<Link>();
  for (const route of routes) {
    const way: Link[] = [];
    // Where one way meets another, the rest of it is there already.
    for (let { last } = route; last && !links.has(last.link); { last } = last.before) way.push(last.link);
    for (const link of way.reverse()) links.add(link);
  }
  return [...links];
}
