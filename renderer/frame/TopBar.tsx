/** The bar above every screen. */
import { UnstyledButton } from '@mantine/core';
import { useStore } from '../state/store.ts';
import { BuildButton } from './BuildButton.tsx';
import { DockerChip } from './DockerChip.tsx';
import { Navigation } from './Navigation.tsx';
import { OperationsChip } from './OperationsChip.tsx';
import { ProjectSwitcher } from './ProjectSwitcher.tsx';
import { SearchButton } from './SearchButton.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import classes from './TopBar.module.css';

export function TopBar() {
  const route = useStore((state) => state.route);
  const go = useStore((state) => state.go);
  return (
    <header className={classes.bar}>
      <UnstyledButton
        className={classes.brand}
        onClick={() => go({ screen: 'welcome' })}
        aria-label="Slipway, all projects"
      >
        <img src="./icon.svg" alt="" width={24} height={24} />
      </UnstyledButton>
      <ProjectSwitcher />
      {route.screen !== 'welcome' && <Navigation route={route} />}
      <div className={classes.space} />
      {route.screen !== 'welcome' && (
        <>
          <SearchButton />
          <BuildButton project={route.project} />
          <OperationsChip project={route.project} />
        </>
      )}
      <DockerChip />
      <ThemeSwitch />
    </header>
  );
}
