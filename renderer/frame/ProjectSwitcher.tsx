/** The open project, and the way to the others. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFolderOpen, IconFolderX } from '@tabler/icons-react';
import { Foreign } from '../components/Foreign.tsx';
import { useProject, useStore } from '../state/store.ts';
import { words } from './words.ts';

export function ProjectSwitcher() {
  const project = useProject();
  const projects = useStore((state) => state.projects) ?? [];
  const name = useStore((state) =>
    project ? (state.statuses[project]?.project.name ?? projects.find((known) => known.id === project)?.name) : null,
  );
  const go = useStore((state) => state.go);
  const openProject = useStore((state) => state.openProject);
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--text)"
          px={8}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`${words.projects}: ${name ?? words.noProject}`}
        >
          <Foreign text={name ?? words.noProject} most={22} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">{words.projects}</Menu.Label>
        {projects.slice(0, 9).map((known) => (
          <Menu.Item
            key={known.id}
            disabled={!known.available}
            leftSection={known.available ? <IconFolderOpen size={16} /> : <IconFolderX size={16} />}
            onClick={() => void openProject(known.path).catch(() => go({ screen: 'welcome' }))}
          >
            <div>
              <Foreign text={known.name} most={36} />
            </div>
            <div className="quiet">
              <Foreign text={known.available ? known.path : `${known.path}: ${words.unavailable}`} most={44} />
            </div>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => go({ screen: 'welcome' })}>{words.openAnother}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
