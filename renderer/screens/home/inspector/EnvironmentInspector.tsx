/** The tabs of an environment. */
import { Tabs } from '@mantine/core';
import type { EnvironmentStatus, ProjectStatus } from '../../../../shared/domain/project.ts';
import { inspectorTabs, type InspectorTab } from '../../../state/address.ts';
import { useStore } from '../../../state/store.ts';
import { ConfigurationTab } from './ConfigurationTab.tsx';
import { ContainersTab } from './ContainersTab.tsx';
import classes from './Inspector.module.css';
import { LogsTab } from './LogsTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { RevisionsTab } from './RevisionsTab.tsx';
import { words } from './words.ts';

interface EnvironmentInspectorProps {
  readonly environment: EnvironmentStatus;
  readonly status: ProjectStatus;
  readonly tab: InspectorTab;
}

export function EnvironmentInspector({ environment, status, tab }: EnvironmentInspectorProps) {
  const go = useStore((state) => state.go);
  const project = status.project.id;
  const show = (value: string | null) => {
    const known = inspectorTabs.find((candidate) => candidate === value);
    if (known) go({ screen: 'home', project, environment: environment.name, tab: known }, { replace: true });
  };
  return (
    <Tabs value={tab} onChange={show} className={classes.tabs} keepMounted={false}>
      <Tabs.List px={8}>
        {inspectorTabs.map((name) => (
          <Tabs.Tab key={name} value={name} px={9}>
            {words.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes.panel}>
        <OverviewTab environment={environment} status={status} />
      </Tabs.Panel>
      <Tabs.Panel value="revisions" className={classes.panel}>
        <RevisionsTab environment={environment} project={project} />
      </Tabs.Panel>
      <Tabs.Panel value="containers" className={classes.panel}>
        <ContainersTab environment={environment} project={project} />
      </Tabs.Panel>
      <Tabs.Panel value="logs" className={classes.panel}>
        <LogsTab environment={environment} project={project} />
      </Tabs.Panel>
      <Tabs.Panel value="configuration" className={classes.panel}>
        <ConfigurationTab environment={environment} status={status} />
      </Tabs.Panel>
    </Tabs>
  );
}
