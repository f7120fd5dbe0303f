/** Promote a release to any environment, or reject it for good. */
import { Button, Group, Menu } from '@mantine/core';
import { IconArrowRight, IconBan } from '@tabler/icons-react';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { KindIcon } from '../../components/KindIcon.tsx';
import { useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { releaseName } from '../home/diagram/words.ts';
import { words } from './words.ts';

interface ReleaseActionsProps {
  readonly release: Release;
  readonly project: string;
  readonly status: ProjectStatus | null;
}

export function ReleaseActions({ release, project, status }: ReleaseActionsProps) {
  const openDialog = useStore((state) => state.openDialog);
  const targets = status?.environments.filter((environment) => !environment.template) ?? [];
  return (
    <Group gap="xs" wrap="nowrap">
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button leftSection={<IconArrowRight size={16} />}>{words.promote}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {targets.length === 0 && <Menu.Label c="dimmed">{words.noTargets}</Menu.Label>}
          {targets.map((environment) => (
            <Menu.Item
              key={environment.name}
              leftSection={<KindIcon kind={environment.kind} size={16} />}
              onClick={() => openDialog({ kind: 'promotion', project, release: release.id, to: environment.name })}
            >
              <Foreign text={environment.name} most={32} />
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ActionButton
        variant="default"
        leftSection={<IconBan size={16} />}
        label={words.reject}
        reason={release.rejected ? words.rejectedAlready : null}
        run={() => openDialog({ kind: 'reject', project, release: release.id, title: inert(releaseName(release)) })}
      >
        {words.reject}
      </ActionButton>
    </Group>
  );
}
