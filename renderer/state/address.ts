/** Everything has an address: pure reading and writing of the part after `#`. */
export const inspectorTabs = ['overview', 'revisions', 'containers', 'logs', 'configuration'] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

export type Route =
  | { readonly screen: 'welcome' }
  | {
      readonly screen: 'home';
      readonly project: string;
      readonly environment?: string;
      readonly tab?: InspectorTab;
      readonly edge?: string;
      readonly operation?: string;
    }
  | { readonly screen: 'releases'; readonly project: string; readonly search?: string; readonly operation?: string }
  | { readonly screen: 'release'; readonly project: string; readonly release: string; readonly operation?: string }
  | {
      readonly screen: 'history';
      readonly project: string;
      readonly environment?: string;
      readonly search?: string;
      readonly operation?: string;
    }
  | {
      readonly screen: 'commits';
      readonly project: string;
      readonly ref?: string;
      readonly search?: string;
      readonly commit?: string;
      readonly operation?: string;
    }
  | { readonly screen: 'settings'; readonly project: string; readonly operation?: string };

export type ProjectRoute = Exclude<Route, { screen: 'welcome' }>;
export type ScreenName = ProjectRoute['screen'];

const listScreens = ['releases', 'history', 'commits', 'settings'] as const;

/** Reads an address such as `#/p/shop-1/env/qa/logs`. What it does not know becomes the nearest thing it does. */
export function parseAddress(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').filter(Boolean).map(decode);
  const asked = new URLSearchParams(query);
  const project = parts[1];
  if (parts[0] !== 'p' || !project) return { screen: 'welcome' };
  const [place, name, tab] = parts.slice(2);
  const rest = Object.fromEntries(
    ['operation', 'search', 'environment', 'ref', 'commit'].flatMap((key) => {
      const value = asked.get(key);
      return value ? [[key, value]] : [];
    }),
  );
  if (place === 'release' && name) return { ...rest, screen: 'release', project, release: name };
  const list = listScreens.find((screen) => screen === place);
  if (list) return { ...rest, screen: list, project };
  const operation = rest.operation ? { operation: rest.operation } : {};
  if (place === 'operation' && name) return { screen: 'home', project, operation: name };
  if (place === 'edge' && name) return { screen: 'home', project, edge: name, ...operation };
  if (place !== 'env' || !name) return { screen: 'home', project, ...operation };
  const known = inspectorTabs.find((candidate) => candidate === tab);
  return { screen: 'home', project, environment: name, ...(known ? { tab: known } : {}), ...operation };
}

/** Writes the address of a route; the inverse of `parseAddress`. */
export function formatAddress(route: Route): string {
  if (route.screen === 'welcome') return '#/';
  const base = `#/p/${encodeURIComponent(route.project)}`;
  switch (route.screen) {
    case 'home':
      if (route.environment) {
        const tab = route.tab && route.tab !== 'overview' ? `/${route.tab}` : '';
        return `${base}/env/${encodeURIComponent(route.environment)}${tab}${queryOf({ operation: route.operation })}`;
      }
      if (route.edge) return `${base}/edge/${encodeURIComponent(route.edge)}${queryOf({ operation: route.operation })}`;
      return route.operation ? `${base}/operation/${encodeURIComponent(route.operation)}` : base;
    case 'release':
      return `${base}/release/${encodeURIComponent(route.release)}${queryOf({ operation: route.operation })}`;
    case 'releases':
      return `${base}/releases${queryOf({ search: route.search, operation: route.operation })}`;
    case 'history':
      return `${base}/history${queryOf({ environment: route.environment, search: route.search, operation: route.operation })}`;
    case 'commits':
      return `${base}/commits${queryOf({ ref: route.ref, search: route.search, commit: route.commit, operation: route.operation })}`;
    case 'settings':
      return `${base}/settings${queryOf({ operation: route.operation })}`;
  }
}

function queryOf(values: Record<string, string | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
  return query && `?${query}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
