/** How a commit of a group is known to carry the same change as another: the links between them. */
import type { Signal, Tier } from '../../domain/change.ts';
import type { Groups } from './grouping.ts';
import type { Link } from './links.ts';

export interface Route {
  /** The weakest signal on the way, which the whole is worth. */
  readonly signal: Signal;
  readonly tier: Tier;
  readonly links: readonly Link[];
}

const itself: Route = { signal: 'commit', tier: 'certain', links: [] };

/** The ways from one commit to every other of its group. Links form a tree, so that there is one way to each. */
export function routesFrom(groups: Groups, start: string): Map<string, Route> {
  const routes = new Map<string, Route>([[start, itself]]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const here = routes.get(at) ?? itself;
    for (const link of groups.followed.get(at) ?? []) {
      const next = link.one === at ? link.other : link.one;
      if (routes.has(next)) continue;
      routes.set(next, extended(here, link));
      queue.push(next);
    }
  }
  return routes;
}

function extended(route: Route, link: Link): Route {
  const weakest = route.links.reduce((weak, one) => (one.strength < weak.strength ? one : weak), link);
  return { signal: weakest.signal, tier: weakest.tier, links: [...route.links, link] };
}
