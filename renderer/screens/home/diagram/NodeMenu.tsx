/** What can be done from a node. What cannot says why. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowRight,
  IconDots,
  IconExternalLink,
  IconFlask,
  IconGitBranch,
  IconHandStop,
  IconLink,
  IconListCheck,
  IconParking,
  IconPlayerPlay,
  IconTerminal2,
  IconTrash,
} from '@tabler/icons-react';
import type { Parked } from '../../../../shared/domain/hotfix.ts';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import type { TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import { openUrl } from '../../../components/openUrl.ts';
import { inert, shorten } from '../../../text/inert.ts';
import { useStatus, useStore } from '../../../state/store.ts';
import { formatAddress } from '../../../state/address.ts';
import { lacksOfMain } from '../matrixOf.ts';
import classes from './NodeMenu.module.css';
import type { Marks } from './marks.ts';
import { words } from './words.ts';

interface NodeMenuProps {
  readonly environment: EnvironmentStatus;
  readonly project: string;
  readonly marks: Marks;
  readonly test: TestEnvironment | null;
}

export function NodeMenu({ environment, project, marks, test }: NodeMenuProps) {
  const openDialog = useStore((state) => state.openDialog);
  const go = useStore((state) => state.go);
  const status = useStatus();
  const onward = status?.edges.filter((edge) => edge.from === environment.name && edge.kind !== 'mirror') ?? [];
  const { rollback, url, name } = environment;
  const lacks = status && lacksOfMain(status, environment);
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
        {!environment.template && (
          <Menu.Item
            leftSection={environment.hold ? <IconPlayerPlay size={16} /> : <IconHandStop size={16} />}
            rightSection={<span className="quiet">W</span>}
            onClick={() => openDialog({ kind: 'hold', project, environment: name })}
          >
            {environment.hold ? words.letGo : words.hold}
          </Menu.Item>
        )}
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
          leftSection={<IconListCheck size={16} />}
          onClick={() => go({ screen: 'changes', project, ...(marks.lost > 0 ? { only: 'lost' } : lacks) })}
        >
          {marks.lost > 0 ? words.lostChanges : lacks ? words.changesOf : words.matrix}
        </Menu.Item>
        {environment.template && (
          <Menu.Item leftSection={<IconFlask size={16} />} onClick={() => openDialog({ kind: 'new-test', project })}>
            {words.newTest}
          </Menu.Item>
        )}
        {test && (
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            onClick={() => openDialog({ kind: 'remove-test', project, environment: name })}
          >
            {words.removeTest}
          </Menu.Item>
        )}
        {marks.parked && <BringBack parked={marks.parked} project={project} />}
        {environment.kind === 'production' && environment.release && (
          <Menu.Item
            leftSection={<IconGitBranch size={16} />}
            onClick={() => openDialog({ kind: 'start-lane', project })}
          >
            {words.startHotfix}
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

/** The candidate that a hotfix pushed aside, and what it lacks of what runs now. */
function BringBack({ parked, project }: { readonly parked: Parked; readonly project: string }) {
  const openDialog = useStore((state) => state.openDialog);
  return (
    <Menu.Item
      leftSection={<IconParking size={16} />}
      onClick={() => openDialog({ kind: 'promotion', project, release: parked.release, to: parked.environment })}
    >
      {words.bringBack(shorten(inert(parked.release), 16))}
      {parked.lacks.length > 0 && <div className={classes.reason}>{words.lacks(parked.lacks.length)}</div>}
    </Menu.Item>
  );
}
