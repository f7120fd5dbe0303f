/** An open lane beside the main line: its picks as beads on a thread, from what production ran to the lane's head. */
import type { NodeProps } from '@xyflow/react';
import { ActionIcon } from '@mantine/core';
import { IconAlertTriangle, IconArrowForwardUp, IconGitBranch, IconListCheck, IconPackage } from '@tabler/icons-react';
import { memo, useMemo, useState, type DragEvent } from 'react';
import { shortSha } from '../../../../shared/domain/commit.ts';
import { Chip } from '../../../components/Chip.tsx';
import { carriesCommits, droppedPicks } from '../../../components/dragged.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { Mark } from '../../../components/forecast/ForecastMark.tsx';
import type { Target } from '../../../components/forecast/useForecast.ts';
import { useOutlook } from '../../../components/forecast/useOutlook.ts';
import { usePicking } from '../../../components/forecast/usePicking.ts';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { useStore } from '../../../state/store.ts';
import { inert, shorten } from '../../../text/inert.ts';
import type { LaneNode as NodeType } from './elements.ts';
import classes from './LaneNode.module.css';
import { useArrows } from './useNodeKeys.ts';
import { useRevealOnFocus } from './useRevealOnFocus.ts';
import { laneLabel, words } from './words.ts';

/** Beads that are drawn; the others are counted. */
const mostBeads = 16;

export const LaneNode = memo(function LaneNode({ data }: NodeProps<NodeType>) {
  const { lane, project, between } = data;
  const go = useStore((state) => state.go);
  const { picks, branch, base, head, release, notOnMain } = lane;
  const conflicts = picks.filter((pick) => pick.state === 'conflict').length;
  const drop = useDrop(project, lane.id);
  const node = `lane ${lane.id}`;
  const goBy = useArrows(node);
  const onFocus = useRevealOnFocus(node);
  const target = useMemo(() => ({ project, commit: head, title: branch }), [project, head, branch]);
  return (
    // The whole strip is the button's: a click on a bead, which tells its name, comes here too.
    <div
      className={`nodrag nopan ${classes.lane}`}
      data-tone={conflicts > 0 ? 'wait' : undefined}
      data-testid={`lane-${branch}`}
      onFocus={onFocus}
      onClick={() => go({ screen: 'hotfix', project, lane: lane.id })}
      {...drop}
    >
      <button
        type="button"
        className={classes.whole}
        aria-label={laneLabel(lane)}
        data-node={node}
        onKeyDown={(event) => void goBy(event)}
      />
      <span className={classes.name} aria-hidden>
        <IconGitBranch size={16} aria-hidden />
        <Foreign text={branch} most={34} />
      </span>
      <span className={classes.thread} aria-hidden>
        <span className={`mono ${classes.end}`}>{shortSha(base)}</span>
        {picks.slice(0, mostBeads).map((pick) => (
          <Bead key={pick.id} pick={pick} target={target} />
        ))}
        {picks.length > mostBeads && <span className={classes.end}>+{picks.length - mostBeads}</span>}
        {head !== base && <span className={`mono ${classes.end}`}>{shortSha(head)}</span>}
      </span>
      <span className={classes.chips} aria-hidden>
        {conflicts > 0 && (
          <Chip tone="wait" icon={IconAlertTriangle}>
            {words.conflicts(conflicts)}
          </Chip>
        )}
        {release && (
          <Chip tone="quiet" icon={IconPackage}>
            <Foreign text={release} most={14} />
          </Chip>
        )}
        {notOnMain !== null && notOnMain > 0 && (
          <Chip tone="wait" icon={IconArrowForwardUp}>
            {words.notOnMain(notOnMain)}
          </Chip>
        )}
      </span>
      <KeyTip label={words.changesOfLane(shorten(inert(branch), 30))}>
        <ActionIcon
          className={classes.matrix}
          size={28}
          variant="subtle"
          color="gray"
          aria-label={words.changesOfLane(inert(branch))}
          onClick={(event) => {
            event.stopPropagation();
            go({ screen: 'changes', project, ...between });
          }}
        >
          <IconListCheck size={17} />
        </ActionIcon>
      </KeyTip>
    </div>
  );
});

interface BeadProps {
  readonly pick: NodeType['data']['lane']['picks'][number];
  readonly target: Target;
}

/** A pick: its state, and its forecast while it waits behind a conflict. */
function Bead({ pick, target }: BeadProps) {
  const { look, text } = useOutlook(target, pick);
  return (
    <span className={classes.bead} data-waiting={pick.state === 'waiting' || undefined}>
      <Mark look={look} title={inert(`${pick.subject}: ${text}`)} size={18} />
    </span>
  );
}

/** Commits that are dragged here are picked onto the lane. */
function useDrop(project: string, lane: string) {
  const add = usePicking(project, lane);
  const [over, setOver] = useState(false);
  return {
    'data-drop': over || undefined,
    onDragOver(event: DragEvent) {
      if (!carriesCommits(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      if (!carriesCommits(event)) return;
      event.preventDefault();
      setOver(false);
      add(droppedPicks(event));
    },
  };
}
