/** The lane: its picks as beads on a thread, in the order in which they are made. */
import { ActionIcon, Loader } from '@mantine/core';
import { IconArrowBackUp, IconArrowDown, IconArrowUp, IconTrash, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import type { LaneStatus, PickRequest } from '../../../shared/domain/hotfix.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { KeyTip } from '../../components/KeyTip.tsx';
import { nothingChosen } from '../../components/selection.ts';
import { isHeld } from '../../state/lanes.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { modifier } from '../../frame/shortcuts.ts';
import classes from './Hotfix.module.css';
import laneClasses from './LanePane.module.css';
import { PickList } from './PickList.tsx';
import { useLaneEdits } from './useLaneEdits.ts';
import { words } from './words.ts';

interface LanePaneProps {
  readonly lane: LaneStatus;
  /** The commit whose changes are shown beside. */
  readonly shown: string | null;
  readonly show: (commit: string) => void;
  readonly add: (picks: readonly PickRequest[], at?: number) => void;
}

export function LanePane({ lane, shown, show, add }: LanePaneProps) {
  const go = useStore((state) => state.go);
  const edits = useLaneEdits(lane.project, lane.id);
  const [selection, select] = useState(nothingChosen);
  const open = lane.status === 'open';
  const ids = lane.picks.map((pick) => pick.id);
  const chosen = new Set([...selection.chosen].filter((id) => ids.includes(id)));
  const some = open && chosen.size > 0;
  const settle = (pick: string) => go({ screen: 'hotfix', project: lane.project, lane: lane.id, pick });
  return (
    <>
      <div className={classes.paneHead}>
        <h2 className={classes.paneTitle}>{words.picks.title}</h2>
        <span className="quiet">{words.picks.count(lane.picks.length)}</span>
        <Working lane={lane} />
        <span className={classes.end}>
          <Tool
            icon={IconArrowUp}
            label={words.picks.up}
            keys="Alt ↑"
            enabled={some}
            run={() => edits.moveBy(chosen, -1)}
          />
          <Tool
            icon={IconArrowDown}
            label={words.picks.down}
            keys="Alt ↓"
            enabled={some}
            run={() => edits.moveBy(chosen, 1)}
          />
          <Tool
            icon={IconTrash}
            label={words.picks.remove}
            keys="Delete"
            enabled={some}
            run={() => edits.remove(chosen)}
          />
          <Tool
            icon={IconArrowBackUp}
            label={lane.undo ? words.picks.undo(shorten(inert(lane.undo), 60)) : words.picks.nothingToUndo}
            keys={`${modifier} Z`}
            enabled={open && lane.undo !== null}
            run={edits.undo}
          />
        </span>
      </div>
      <div className={laneClasses.end}>
        {words.base} <CommitName sha={lane.base} />
      </div>
      <PickList
        lane={lane}
        edits={edits}
        selection={{ ...selection, chosen }}
        select={select}
        shown={shown}
        show={show}
        settle={settle}
        add={add}
      />
    </>
  );
}

/** The edit that runs, and how many wait behind it: in a place of its own, so that nothing moves for it. */
function Working({ lane }: { readonly lane: LaneStatus }) {
  const edits = useStore((state) => state.laneEdits[lane.id] ?? 0);
  const operation = useStore((state) => lane.operation && (state.operations[lane.operation.id] ?? lane.operation));
  if (edits === 0 && !isHeld(lane)) return null;
  const title = words.working(inert(operation && isHeld(lane) ? operation.title : lane.branch));
  return (
    <span role="status" className={classes.working} title={title}>
      <Loader size={14} aria-label={title} />
      {edits > 1 && <span className="quiet">{words.waiting(edits - 1)}</span>}
    </span>
  );
}

interface ToolProps {
  readonly icon: Icon;
  readonly label: string;
  readonly keys: string;
  readonly enabled: boolean;
  readonly run: () => void;
}

function Tool({ icon: Icon, label, keys, enabled, run }: ToolProps) {
  return (
    <KeyTip label={label} keys={keys}>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={label}
        aria-disabled={!enabled}
        {...(enabled ? {} : { 'data-disabled': true })}
        onClick={() => {
          if (enabled) run();
        }}
      >
        <Icon size={15} />
      </ActionIcon>
    </KeyTip>
  );
}
