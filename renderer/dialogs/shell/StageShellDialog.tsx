/** A shell in a failed stage as it was left: in a copy of its container, which goes with the shell. */
import { inert } from '../../text/inert.ts';
import { ShellFrame } from './ShellFrame.tsx';
import { words } from './words.ts';

interface StageShellDialogProps {
  readonly project: string;
  readonly run: string;
  readonly stage: string;
}

export const StageShellDialog = ({ project, run, stage }: StageShellDialogProps) => (
  <ShellFrame address={{ project, run, stage }} title={words.stageTitle(inert(stage), run)}>
    {words.copy}
  </ShellFrame>
);
