/** The screen that an address names. Home comes with the first paint, the others as soon as there is time for them. */
import { lazy, Suspense } from 'react';
import { Home } from '../screens/home/Home.tsx';
import { loadTerminal } from '../terminal/load.ts';
import type { ProjectRoute } from '../state/address.ts';
import { ScreenGuard } from './ScreenGuard.tsx';

const load = {
  releases: () => import('../screens/releases/Releases.tsx'),
  release: () => import('../screens/release/ReleasePage.tsx'),
  runs: () => import('../screens/runs/Runs.tsx'),
  run: () => import('../screens/run/RunPage.tsx'),
  revision: () => import('../screens/revision/RevisionPage.tsx'),
  history: () => import('../screens/history/History.tsx'),
  commits: () => import('../screens/commits/Commits.tsx'),
  changes: () => import('../screens/changes/Changes.tsx'),
  hotfix: () => import('../screens/hotfix/Hotfix.tsx'),
  settings: () => import('../screens/settings/Settings.tsx'),
};
// Once more where it failed: Chromium drops requests when Docker makes or removes a network on this machine.
const Releases = lazy(() => load.releases().catch(load.releases));
const ReleasePage = lazy(() => load.release().catch(load.release));
const Runs = lazy(() => load.runs().catch(load.runs));
const RunPage = lazy(() => load.run().catch(load.run));
const RevisionPage = lazy(() => load.revision().catch(load.revision));
const History = lazy(() => load.history().catch(load.history));
const Commits = lazy(() => load.commits().catch(load.commits));
const Changes = lazy(() => load.changes().catch(load.changes));
const Hotfix = lazy(() => load.hotfix().catch(load.hotfix));
const Settings = lazy(() => load.settings().catch(load.settings));

/** Fetches the other screens before they are asked for: without the engine they could not be fetched any more. */
export function fetchScreens(): void {
  requestIdleCallback(() => {
    for (const one of [...Object.values(load), loadTerminal]) one().catch(() => undefined);
  });
}

export function Screen({ route }: { readonly route: ProjectRoute }) {
  return <ScreenGuard key={route.screen}>{screenOf(route)}</ScreenGuard>;
}

function screenOf(route: ProjectRoute) {
  return route.screen === 'home' ? <Home route={route} /> : <Suspense>{lazyScreenOf(route)}</Suspense>;
}

function lazyScreenOf(route: Exclude<ProjectRoute, { screen: 'home' }>) {
  switch (route.screen) {
    case 'releases':
      return <Releases key={route.project} route={route} />;
    case 'release':
      return <ReleasePage key={route.release} route={route} />;
    case 'runs':
      return <Runs key={route.project} route={route} />;
    case 'run':
      return <RunPage key={`${route.project} ${route.run}`} route={route} />;
    case 'revision':
      return <RevisionPage key={`${route.project} ${route.environment} ${route.revision}`} route={route} />;
    case 'history':
      return <History key={route.project} route={route} />;
    case 'commits':
      return <Commits key={route.project} route={route} />;
    case 'changes':
      return <Changes key={route.project} route={route} />;
    case 'hotfix':
      return <Hotfix key={route.project} route={route} />;
    case 'settings':
      return <Settings route={route} />;
  }
}
