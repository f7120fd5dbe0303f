/** What can be done from a node. What cannot says why. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowRight,
  IconDots,
  IconExternalLink,
  IconLink,
  IconTerminal2,
} from '@tabler/icons-react';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { openUrl } from '../../../components/openUrl.ts';
import { inert } from '../../../text/inert.ts';
import { useStatus, useStore } from '../../../state/store.ts';
import { formatAddress } from '../../../state/address.ts';
import classes from './NodeMenu.module.css';
import { words } from './words.ts';

interface NodeMenuProps {
  readonly environment: EnvironmentStatus;
  readonly project: string;
}

export function NodeMenu({ environment, project }: NodeMenuProps) {
  const openDialog = useStore((state) => state.openDialog);
  const go = useStore((state) => state.go);
  const status = useStatus();
  const onward = status?.edges.filter((edge) => edge.from === environment.name && edge.kind !== 'mirror') ?? [];
  const { rollback, url, name } = environment;
  const link = { screen: 'home', project, environment: name } as const;

  return (
    <Menu position="bottom-end" width={300} withinPortal>
      <Menu.Target>
        <ActionIcon
          className={`nodrag ${classes.dots}`}
          size={30}
          variant="subtle"
          color="gray"
          aria-label={words.actions(name)}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onward.map((edge) => (
          <Menu.Item
            key={edge.id}
            leftSection={<IconArrowRight size={16} />}
            disabled={!edge.promotion.possible || !edge.release}
            onClick={() =>
              edge.release && openDialog({ kind: 'promotion', project, release: edge.release.id, to: edge.to })
            }
          >
            {words.promoteTo(inert(edge.to))}
            {!edge.promotion.possible && (
              <div className={classes.reason}>{inert(edge.promotion.reason?.message ?? '')}</div>
            )}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconArrowBackUp size={16} />}
          rightSection={<span className="quiet">R</span>}
          disabled={!rollback.possible}
          onClick={() => openDialog({ kind: 'rollback', project, environment: name })}
        >
          {words.rollback}
          {!rollback.possible && <div className={classes.reason}>{inert(rollback.reason?.message ?? '')}</div>}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTerminal2 size={16} />}
          rightSection={<span className="quiet">L</span>}
          onClick={() => go({ ...link, tab: 'logs' })}
        >
          {words.logs}
        </Menu.Item>
        {url && (
          <Menu.Item
            leftSection={<IconExternalLink size={16} />}
            rightSection={<span className="quiet">O</span>}
            onClick={() => openUrl(url)}
          >
            {words.open}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconLink size={16} />}
          onClick={() =>
            void navigator.clipboard.writeText(`${location.origin}${location.pathname}${formatAddress(link)}`)
          }
        >
          {words.copyAddress}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
