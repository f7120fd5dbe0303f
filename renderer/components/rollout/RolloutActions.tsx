/** What a person can do with a rollout while it goes on; what cannot be done now says why. */
import { IconArrowBackUp, IconBolt, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { useStore } from '../../state/store.ts';
import { ActionButton } from '../ActionButton.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import classes from './RolloutPanel.module.css';
import { words } from './words.ts';

interface RolloutActionsProps {
  readonly rollout: RolloutState;
  readonly operation: Operation;
}

export function RolloutActions({ rollout, operation }: RolloutActionsProps) {
  const { pauseRollout, proceedRollout, openDialog } = useStore.getState();
  const problem = useStore((state) => state.rolloutProblems[rollout.operation]);
  const { pause, proceed, promote } = rollout.can;
  return (
    <>
      <div className={classes.actions}>
        <ActionButton
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPause size={14} />}
          label={words.pauseTip}
          keys="S"
          reason={reasonOf(pause)}
          run={() => void pauseRollout(rollout.operation)}
        >
          {words.pause}
        </ActionButton>
        <ActionButton
          size="compact-sm"
          variant={proceed.possible ? 'filled' : 'default'}
          leftSection={<IconPlayerPlay size={14} />}
          label={words.proceedTip}
          keys="G"
          reason={reasonOf(proceed)}
          run={() => void proceedRollout(rollout.operation)}
        >
          {words.proceed}
        </ActionButton>
        <ActionButton
          size="compact-sm"
          variant="default"
          leftSection={<IconBolt size={14} />}
          label={words.promoteTip}
          keys="N"
          reason={reasonOf(promote)}
          run={() => openDialog({ kind: 'promote-now', operation: rollout.operation })}
        >
          {words.promote}
        </ActionButton>
        <ActionButton
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowBackUp size={14} />}
          label={words.abortTip}
          keys="X"
          reason={operation.can.abort.possible ? null : (operation.can.abort.reason ?? words.over)}
          run={() => openDialog({ kind: 'abort', operation: rollout.operation })}
        >
          {words.abort}
        </ActionButton>
      </div>
      {problem && <ProblemNotice problem={problem} compact />}
    </>
  );
}

/** Message and hint of what makes something impossible. */
const reasonOf = ({ possible, reason }: RolloutState['can']['pause']): string | null =>
  possible ? null : [reason?.message, reason?.hint].filter(Boolean).join('\n') || words.over;
