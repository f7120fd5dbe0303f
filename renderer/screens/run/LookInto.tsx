/** The way into a failed stage as it was left, and the reason where there is none. */
import { IconTerminal2 } from '@tabler/icons-react';
import { ActionButton } from '../../components/ActionButton.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStore } from '../../state/store.ts';
import { words } from './words.ts';

interface LookIntoProps {
  readonly project: string;
  readonly run: string;
  readonly stage: string;
  /** Asked again when it changes: what is kept goes when something newer runs. */
  readonly fresh: unknown;
}

export function LookInto({ project, run, stage, fresh }: LookIntoProps) {
  const openDialog = useStore((state) => state.openDialog);
  const { data, problem } = useAnswer('shell.kept', { project, run, stage }, { fresh });
  const why = data?.reason ?? problem;
  return (
    <ActionButton
      size="xs"
      variant="default"
      leftSection={<IconTerminal2 size={15} />}
      label={words.actions.lookTip}
      reason={data?.until ? null : why ? [why.message, why.hint].filter(Boolean).join(' ') : words.actions.looking}
      run={() => openDialog({ kind: 'stage-shell', project, run, stage })}
    >
      {words.actions.look}
    </ActionButton>
  );
}
