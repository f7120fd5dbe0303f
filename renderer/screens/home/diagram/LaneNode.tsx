/** An open lane beside the main line: its picks as beads on a thread, from what production ran to the lane's head. */
import type { NodeProps } from '@xyflow/react';
import { IconAlertTriangle, IconArrowForwardUp, IconGitBranch, IconPackage } from '@tabler/icons-react';
import { memo } from 'react';
import { shortSha } from '../../../../shared/domain/commit.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { Mark } from '../../../components/forecast/ForecastMark.tsx';
import { pickLooks } from '../../../components/forecast/looks.ts';
import { useStore } from '../../../state/store.ts';
import { inert } from '../../../text/inert.ts';
import type { LaneNode as NodeType } from './elements.ts';
import classes from './LaneNode.module.css';
import { laneLabel, words } from './words.ts';

/** Beads that are drawn; the others are counted. */
const mostBeads = 16;

export const LaneNode = memo(function LaneNode({ data }: NodeProps<NodeType>) {
  const { lane, project } = data;
  const go = useStore((state) => state.go);
  const { picks, branch, base, head, release, notOnMain } = lane;
  const conflicts = picks.filter((pick) => pick.state === 'conflict').length;
  return (
    // The whole strip is the button's: a click on a bead, which tells its name, comes here too.
    <div
      className={`nodrag nopan ${classes.lane}`}
      data-tone={conflicts > 0 ? 'wait' : undefined}
      data-testid={`lane-${branch}`}
      onClick={() => go({ screen: 'hotfix', project, lane: lane.id })}
    >
      <button type="button" className={classes.whole} aria-label={laneLabel(lane)} />
      <span className={classes.name} aria-hidden>
        <IconGitBranch size={16} aria-hidden />
        <Foreign text={branch} most={34} />
      </span>
      <span className={classes.thread} aria-hidden>
        <span className={`mono ${classes.end}`}>{shortSha(base)}</span>
        {picks.slice(0, mostBeads).map((pick) => (
          <span key={pick.id} className={classes.bead}>
            <Mark
              look={pickLooks[pick.state]}
              title={inert(`${pick.subject}: ${pickLooks[pick.state].word}`)}
              size={18}
            />
          </span>
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
    </div>
  );
});
