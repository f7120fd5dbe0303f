/** How many operations run, and whether one of them is stuck. Opens their drawer. */
import { UnstyledButton } from '@mantine/core';
import { IconActivity, IconHandStop } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Chip } from '../components/Chip.tsx';
import { KeyTip } from '../components/KeyTip.tsx';
import { operationsOf } from '../state/operations.ts';
import { useStore } from '../state/store.ts';
import classes from './TopBar.module.css';
import { words } from './words.ts';

export function OperationsChip({ project }: { readonly project: string }) {
  const all = useStore((state) => state.operations);
  const open = useStore((state) => state.drawerOpen);
  const arrange = useStore((state) => state.arrange);
  const { running, stuck } = useMemo(() => {
    const mine = operationsOf(all, project);
    return {
      running: mine.filter((operation) => operation.status === 'running' || operation.status === 'waiting').length,
      stuck: mine.filter((operation) => operation.status === 'needs-attention').length,
    };
  }, [all, project]);
  if (running + stuck === 0) return null;
  return (
    <KeyTip label={words.operations} keys="J">
      <UnstyledButton
        data-running
        className={classes.chip}
        onClick={() => arrange({ drawerOpen: !open })}
        aria-expanded={open}
      >
        {stuck > 0 ? (
          <Chip tone="wait" icon={IconHandStop}>
            {words.stuck(stuck)}
          </Chip>
        ) : (
          <Chip tone="move" icon={IconActivity}>
            {words.running(running)}
          </Chip>
        )}
      </UnstyledButton>
    </KeyTip>
  );
}
