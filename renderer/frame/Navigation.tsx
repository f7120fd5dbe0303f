/** The screens of a project. */
import { UnstyledButton } from '@mantine/core';
import { KeyTip } from '../components/KeyTip.tsx';
import { formatAddress, type ProjectRoute, type ScreenName } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import classes from './Navigation.module.css';
import { words } from './words.ts';

/** The lists that pages of one thing belong to. */
const parents: Partial<Record<ScreenName, ScreenName>> = {
  release: 'releases',
  revision: 'history',
  run: 'runs',
};
const screens = ['home', 'runs', 'changes', 'hotfix', 'releases', 'history', 'commits', 'settings'] as const;

export function Navigation({ route }: { readonly route: ProjectRoute }) {
  const go = useStore((state) => state.go);
  const here = parents[route.screen] ?? route.screen;
  return (
    <nav aria-label={words.navigation} className={classes.navigation}>
      {screens.map((screen, index) => {
        const target = { screen, project: route.project } as const;
        return (
          <KeyTip key={screen} label={words.screens[screen]} keys={String(index + 1)}>
            <UnstyledButton
              component="a"
              href={formatAddress(target)}
              className={classes.link}
              aria-current={here === screen ? 'page' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                go(target);
              }}
            >
              {words.screens[screen]}
            </UnstyledButton>
          </KeyTip>
        );
      })}
    </nav>
  );
}
