/** The screen that an address names. Home comes with the first paint, the others when they are asked for. */
import { lazy, Suspense } from 'react';
import { Home } from '../screens/home/Home.tsx';
import type { ProjectRoute } from '../state/address.ts';

const Releases = lazy(() => import('../screens/releases/Releases.tsx'));
const ReleasePage = lazy(() => import('../screens/release/ReleasePage.tsx'));
const History = lazy(() => import('../screens/history/History.tsx'));
const Commits = lazy(() => import('../screens/commits/Commits.tsx'));
const Settings = lazy(() => import('../screens/settings/Settings.tsx'));

export function Screen({ route }: { readonly route: ProjectRoute }) {
  if (route.screen === 'home') return <Home route={route} />;
  return <Suspense>{screenOf(route)}</Suspense>;
}

function screenOf(route: Exclude<ProjectRoute, { screen: 'home' }>) {
  switch (route.screen) {
    case 'releases':
      return <Releases key={route.project} route={route} />;
    case 'release':
      return <ReleasePage key={route.release} route={route} />;
    case 'history':
      return <History key={route.project} route={route} />;
    case 'commits':
      return <Commits key={route.project} route={route} />;
    case 'settings':
      return <Settings route={route} />;
  }
}
