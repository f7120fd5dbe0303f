/** The lane in one line: its branch, where it was cut, what became of it, and what it needs next. */
import { Button, Menu, NativeSelect } from '@mantine/core';
import { IconDots, IconGitBranch, IconLink } from '@tabler/icons-react';
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName, Copyable } from '../../components/Copyable.tsx';
import { ReleaseLink } from '../../components/ReleaseLink.tsx';
import { formatAddress } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import classes from './Hotfix.module.css';
import { useLaneActions } from './useLaneActions.ts';
import { words } from './words.ts';

interface LaneHeadProps {
  readonly lane: LaneStatus;
  readonly lanes: readonly LaneStatus[];
  readonly status: ProjectStatus;
}

export function LaneHead({ lane, lanes, status }: LaneHeadProps) {
  const openDialog = useStore((state) => state.openDialog);
  const { primary, others } = useLaneActions(lane, status);
  const link = `${location.origin}${location.pathname}${formatAddress({ screen: 'hotfix', project: lane.project, lane: lane.id })}`;
  return (
    <header className={classes.head}>
      <h1 className={classes.title}>{words.title}</h1>
      <LaneSelect lane={lane} lanes={lanes} />
      <div className={classes.facts}>
        {lane.status !== 'open' && <Chip tone="quiet">{words.status[lane.status]}</Chip>}
        {lane.purpose === 'forward-port' && <Chip tone="move">{words.purpose['forward-port']}</Chip>}
        <span>
          <Copyable value={lane.branch} what="branch">
            {shorten(lane.branch, 34)}
          </Copyable>
        </span>
        <span>
          {words.cut(shorten(inert(lane.baseName), 24))} <CommitName sha={lane.base} />
        </span>
        {lane.head !== lane.base && (
          <span>
            {words.head} <CommitName sha={lane.head} />
          </span>
        )}
        {lane.release && (
          <span>
            {words.built}{' '}
            <ReleaseLink project={lane.project} release={{ id: lane.release, tag: null, commit: lane.head }} />
          </span>
        )}
        {lane.runsIn.map((name) => (
          <Chip key={name} tone="good">
            {words.runsIn(shorten(inert(name), 20))}
          </Chip>
        ))}
      </div>
      <div className={classes.actions}>
        {primary && (
          <Button size="xs" onClick={primary.run} data-testid="lane-next">
            {primary.label}
          </Button>
        )}
        <Menu position="bottom-end" width={310} withinPortal>
          <Menu.Target>
            <Button size="xs" variant="default" aria-label={words.actions} px={8}>
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(({ label, icon: Icon, reason, run, dangerous }) => (
              <Menu.Item
                key={label}
                leftSection={<Icon size={16} />}
                // Reached by the keyboard all the same, so that its reason can be read.
                aria-disabled={reason !== null}
                closeMenuOnClick={reason === null}
                {...(reason !== null ? { c: 'dimmed' } : dangerous ? { c: 'var(--bad)' } : {})}
                onClick={() => {
                  if (reason === null) run();
                }}
              >
                {label}
                {reason && <div className="quiet">{reason}</div>}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconGitBranch size={16} />}
              onClick={() => openDialog({ kind: 'start-lane', project: lane.project })}
            >
              {words.another}
            </Menu.Item>
            <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void navigator.clipboard.writeText(link)}>
              {words.copyAddress}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}

const another = 'another';

function LaneSelect({ lane, lanes }: { readonly lane: LaneStatus; readonly lanes: readonly LaneStatus[] }) {
  const go = useStore((state) => state.go);
  const openDialog = useStore((state) => state.openDialog);
  const { project } = lane;
  if (lanes.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label={words.lane}
      value={lane.id}
      data={[
        ...lanes.map((one) => ({
          value: one.id,
          label: `${shorten(inert(one.branch), 30)}${one.status === 'open' ? '' : ` (${words.status[one.status]})`}`,
        })),
        { value: another, label: words.another },
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value === another) openDialog({ kind: 'start-lane', project });
        else go({ screen: 'hotfix', project, lane: value });
      }}
    />
  );
}
