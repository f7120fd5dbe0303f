/** The ground of a lane, with its name. */
import type { NodeProps } from '@xyflow/react';
import { UnstyledButton } from '@mantine/core';
import { IconFlask, IconFold, IconGitBranch, IconPlus } from '@tabler/icons-react';
import { useStore } from '../../../state/store.ts';
import { count } from '../../../text/count.ts';
import type { BandNode as NodeType } from './elements.ts';
import classes from './BandNode.module.css';
import { words } from './words.ts';

export function BandNode({ data }: NodeProps<NodeType>) {
  const { band, project } = data;
  const unfolded = useStore((state) => state.unfolded[project] ?? false);
  const unfold = useStore((state) => state.unfoldTests);
  const openDialog = useStore((state) => state.openDialog);
  const test = band.lane === 'test';
  const Icon = test ? IconFlask : IconGitBranch;
  return (
    <div className={classes.band}>
      <div className={classes.name}>
        <Icon size={17} aria-hidden /> {test ? words.testLane : words.releaseLane}
      </div>
      <div className={classes.note}>{test ? count(band.count, 'environment') : words.releaseLaneNote}</div>
      {test && (
        <UnstyledButton
          className={`nodrag nopan ${classes.fold}`}
          onClick={() => openDialog({ kind: 'new-test', project })}
        >
          <IconPlus size={15} aria-hidden /> {words.newTest}
        </UnstyledButton>
      )}
      {band.foldable && unfolded && (
        <UnstyledButton className={`nodrag nopan ${classes.fold}`} onClick={() => unfold(project, false)}>
          <IconFold size={15} aria-hidden /> {words.fold}
        </UnstyledButton>
      )}
    </div>
  );
}
