/** What stands around every screen: the bar above, the operations below, and the state of the connection. */
import { useEffect } from 'react';
import { useStore } from '../state/store.ts';
import { Welcome } from '../screens/welcome/Welcome.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Drawer } from './drawer/Drawer.tsx';
import classes from './Frame.module.css';
import { NoKey } from './NoKey.tsx';
import { Palette } from './Palette.tsx';
import { fetchScreens, Screen } from './Screen.tsx';
import { TopBar } from './TopBar.tsx';
import { useShortcuts } from './useShortcuts.ts';
import { useWindowTitle } from './useWindowTitle.ts';
import { words } from './words.ts';

export function Frame() {
  const route = useStore((state) => state.route);
  const refused = useStore((state) => (state.link.phase === 'refused' ? state.link.why : null));
  const known = useStore((state) => Object.keys(state.statuses).length > 0);
  useShortcuts();
  useWindowTitle();
  useEffect(fetchScreens, []);
  if (refused && !known) return <NoKey why={refused} />;
  return (
    <div className={classes.frame}>
      <a
        href="#content"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {words.skip}
      </a>
      <TopBar />
      <ConnectionBanner />
      <main id="content" tabIndex={-1} className={classes.content}>
        {route.screen === 'welcome' ? <Welcome /> : <Screen route={route} />}
      </main>
      {route.screen !== 'welcome' && <Drawer project={route.project} />}
      <Palette />
    </div>
  );
}
