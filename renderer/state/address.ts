/** Everything has an address: pure reading and writing of the part after `#`. */
export const inspectorTabs = ['overview', 'revisions', 'containers', 'logs', 'configuration'] as const;
export type InspectorTab = (typeof inspectorTabs)[number];
/** The times that a revision's charts show: its rollout, its last hour, or all of its life. */
export const chartSpans = ['rollout', 'hour', 'life'] as const;
export type ChartSpan = (typeof chartSpans)[number];
/** What the page of a run shows of a stage. */
export const stageTabs = ['output', 'tests'] as const;
export type StageTab = (typeof stageTabs)[number];
export const runStatuses = ['running', 'passed', 'failed', 'cancelled', 'needs-attention'] as const;
export type RunStatus = (typeof runStatuses)[number];

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
      readonly screen: 'revision';
      readonly project: string;
      readonly environment: string;
      readonly revision: number;
      readonly span?: ChartSpan;
      readonly operation?: string;
    }
  | {
      readonly screen: 'runs';
      readonly project: string;
      readonly ref?: string;
      readonly status?: RunStatus;
      readonly search?: string;
      readonly operation?: string;
    }
  | {
      readonly screen: 'run';
      readonly project: string;
      readonly run: string;
      readonly stage?: string;
      readonly tab?: StageTab;
      /** The run that it is compared with; `before` is the one before it on its branch. */
      readonly with?: string;
      readonly operation?: string;
    }
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
      readonly author?: string;
      readonly path?: string;
      readonly commit?: string;
      readonly operation?: string;
    }
  | {
      readonly screen: 'changes';
      readonly project: string;
      readonly search?: string;
      readonly author?: string;
      readonly path?: string;
      readonly workItem?: string;
      readonly only?: 'lost' | 'missing';
      /** Changes that one place has and another has not. */
      readonly has?: string;
      readonly lacks?: string;
      readonly group?: 'work-item';
      /** The cell whose evidence is shown. */
      readonly change?: string;
      readonly place?: string;
      readonly operation?: string;
    }
  | {
      readonly screen: 'hotfix';
      readonly project: string;
      readonly lane?: string;
      /** The pick whose conflict is being settled, and the file of it that is open. */
      readonly pick?: string;
      readonly file?: string;
      readonly ref?: string;
      readonly search?: string;
      readonly author?: string;
      readonly path?: string;
      readonly workItem?: string;
      readonly commit?: string;
      readonly operation?: string;
    }
  | { readonly screen: 'settings'; readonly project: string; readonly operation?: string };

export type ProjectRoute = Exclude<Route, { screen: 'welcome' }>;
export type ScreenName = ProjectRoute['screen'];

/** What the addresses of list screens say behind the `?`. */
const asked = {
  runs: ['ref', 'status', 'search', 'operation'],
  releases: ['search', 'operation'],
  history: ['environment', 'search', 'operation'],
  commits: ['ref', 'search', 'author', 'path', 'commit', 'operation'],
  changes: ['search', 'author', 'path', 'workItem', 'only', 'has', 'lacks', 'group', 'change', 'place', 'operation'],
  hotfix: ['file', 'ref', 'search', 'author', 'path', 'workItem', 'commit', 'operation'],
  settings: ['operation'],
} as const;
type ListScreen = keyof typeof asked;
const listScreens = Object.keys(asked) as ListScreen[];
/** What may be said only in certain words. */
const closedWords: Readonly<Record<string, readonly string[]>> = {
  only: ['lost', 'missing'],
  group: ['work-item'],
  span: chartSpans,
  status: runStatuses,
  tab: stageTabs,
};
const askedOfRun = ['stage', 'tab', 'with', 'operation'] as const;

/** Reads an address such as `#/p/shop-1/env/qa/logs`. What it does not know becomes the nearest thing it does. */
export function parseAddress(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').filter(Boolean).map(decode);
  const values = new URLSearchParams(query);
  const project = parts[1];
  if (parts[0] !== 'p' || !project) return { screen: 'welcome' };
  const [place, name, tab] = parts.slice(2);
  const operation = valuesOf(values, ['operation']);
  if (place === 'release' && name) return { ...operation, screen: 'release', project, release: name };
  if (place === 'run' && name) return { ...valuesOf(values, askedOfRun), screen: 'run', project, run: name };
  if (place === 'revision' && name && /^[1-9]\d{0,8}$/.test(tab ?? ''))
    return {
      ...valuesOf(values, ['span', 'operation']),
      screen: 'revision',
      project,
      environment: name,
      revision: Number(tab),
    };
  if (place === 'hotfix') return hotfixRoute(project, parts.slice(3), values);
  const list = listScreens.find((screen) => screen === place);
  if (list) return { ...valuesOf(values, asked[list]), screen: list, project };
  if (place === 'operation' && name) return { screen: 'home', project, operation: name };
  if (place === 'edge' && name) return { screen: 'home', project, edge: name, ...operation };
  if (place !== 'env' || !name) return { screen: 'home', project, ...operation };
  const known = inspectorTabs.find((candidate) => candidate === tab);
  return { screen: 'home', project, environment: name, ...(known ? { tab: known } : {}), ...operation };
}

/** `hotfix/LANE/resolve/PICK?file=…`, each part of it optional from the end. */
function hotfixRoute(project: string, parts: readonly string[], values: URLSearchParams): Route {
  const [lane, resolve, pick] = parts;
  const settling = lane && resolve === 'resolve' && pick;
  const { file, ...rest } = valuesOf(values, asked.hotfix);
  return {
    ...rest,
    screen: 'hotfix',
    project,
    ...(lane ? { lane } : {}),
    ...(settling ? { pick, ...(file ? { file } : {}) } : {}),
  };
}

function valuesOf(values: URLSearchParams, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = values.get(key);
      return value && (closedWords[key]?.includes(value) ?? true) ? [[key, value]] : [];
    }),
  );
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
    case 'run':
      return `${base}/run/${encodeURIComponent(route.run)}${queryOf(pickOf(route, askedOfRun))}`;
    case 'revision': {
      const { environment, revision, span, operation } = route;
      return `${base}/revision/${encodeURIComponent(environment)}/${revision}${queryOf({ span, operation })}`;
    }
    case 'hotfix': {
      const lane = route.lane ? `/${encodeURIComponent(route.lane)}` : '';
      const pick = route.lane && route.pick ? `/resolve/${encodeURIComponent(route.pick)}` : '';
      return `${base}/hotfix${lane}${pick}${queryOf(pickOf(route, asked.hotfix))}`;
    }
    default:
      return `${base}/${route.screen}${queryOf(pickOf(route, asked[route.screen]))}`;
  }
}

const pickOf = (route: object, keys: readonly string[]): Record<string, string | undefined> =>
  Object.fromEntries(keys.map((key) => [key, (route as Record<string, string | undefined>)[key]]));

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
