/** The screens of a project. */
import { UnstyledButton } from '@mantine/core';
import { KeyTip } from '../components/KeyTip.tsx';
import { leadsTo } from '../components/leadsTo.ts';
import type { ProjectRoute, ScreenName } from '../state/address.ts';
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
  const here = parents[route.screen] ?? route.screen;
  return (
    <nav aria-label={words.navigation} className={classes.navigation}>
      {screens.map((screen, index) => {
        return (
          <KeyTip key={screen} label={words.screens[screen]} keys={String(index + 1)}>
            <UnstyledButton
              component="a"
              {...leadsTo({ screen, project: route.project })}
              className={classes.link}
              aria-current={here === screen ? 'page' : undefined}
            >
              {words.screens[screen]}
            </UnstyledButton>
          </KeyTip>
        );
      })}
    </nav>
  );
}
