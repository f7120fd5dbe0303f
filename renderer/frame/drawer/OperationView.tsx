/** One operation: what it is, its steps, its log, and what can be done with it. */
import { SegmentedControl } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { isOpen, type Operation } from '../../../shared/domain/operation.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ActionButton } from '../../components/ActionButton.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { RolloutPanel } from '../../components/rollout/RolloutPanel.tsx';
import { RunLink } from '../../components/run/RunLink.tsx';
import { useRollout } from '../../components/rollout/useRollout.ts';
import { When } from '../../components/When.tsx';
import { LogPanel } from '../../log/LogPanel.tsx';
import { useLog } from '../../log/useLog.ts';
import { useStore } from '../../state/store.ts';
import { duration } from '../../text/time.ts';
import classes from './OperationView.module.css';
import { Steps } from './Steps.tsx';
import { statusWord, words } from './words.ts';

export function OperationView({ operation }: { readonly operation: Operation }) {
  const log = useLog('operation.logs', { operation: operation.id, follow: isOpen(operation.status) });
  const rollout = useRollout(operation);
  // What is shown of it above already is not shown twice, unless it is asked for.
  const inspected = useStore(
    ({ route }) =>
      isOpen(operation.status) &&
      (route.screen === 'home' || route.screen === 'revision') &&
      route.environment === operation.environment,
  );
  const [chosen, choose] = useState<'rollout' | 'log' | null>(null);
  const side = rollout ? (chosen ?? (inspected ? 'log' : 'rollout')) : 'log';
  return (
    <article className={classes.view} aria-label={operation.title}>
      <div className={classes.account} tabIndex={0}>
        <header className={classes.head}>
          <div className={classes.title}>
            <Foreign text={operation.title} />
          </div>
          <div className="quiet">
            <span data-testid="operation-status">{statusWord(operation)}</span>, <When at={operation.startedAt} />{' '}
            {words.by(operation.by)}
            {operation.endedAt !== null && `, ${words.took(duration(operation.endedAt - operation.startedAt))}`}
          </div>
          {operation.why && (
            <div>
              <Foreign text={operation.why} />
            </div>
          )}
          {operation.kind === 'run' && <ToRun operation={operation} />}
          {isOpen(operation.status) && <Actions operation={operation} />}
        </header>
        {operation.problem && <ProblemNotice problem={operation.problem} compact />}
        <Steps steps={operation.steps} />
      </div>
      <div className={classes.log}>
        {rollout && (
          <SegmentedControl
            size="xs"
            className={classes.sides}
            aria-label={words.side}
            value={side}
            onChange={(value) => choose(value === 'log' ? 'log' : 'rollout')}
            data={[
              { value: 'rollout', label: words.sides.rollout },
              { value: 'log', label: words.sides.log },
            ]}
          />
        )}
        {rollout && side === 'rollout' ? (
          <div className={classes.rollout} tabIndex={0} role="group" aria-label={words.sides.rollout}>
            <RolloutPanel rollout={rollout} operation={operation} />
          </div>
        ) : (
          <div className={classes.lines}>
            <LogPanel log={log} label={words.log(operation.title)} />
          </div>
        )}
      </div>
    </article>
  );
}

/** A run has a page of its own, which says more. */
function ToRun({ operation: { project, id } }: { readonly operation: Operation }) {
  return (
    <RunLink project={project} run={id}>
      {words.toRun}
    </RunLink>
  );
}

function Actions({ operation }: { readonly operation: Operation }) {
  const resumeOperation = useStore((state) => state.resumeOperation);
  const openDialog = useStore((state) => state.openDialog);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { resume, abort } = operation.can;
  const goOn = () =>
    void resumeOperation(operation.id).then(
      () => setProblem(null),
      (thrown: unknown) => setProblem(problemFrom(thrown)),
    );
  return (
    <>
      <div className={classes.actions}>
        {operation.status === 'needs-attention' && (
          <ActionButton
            size="compact-sm"
            leftSection={<IconPlayerPlay size={14} />}
            label={words.resumeTip}
            reason={resume.possible ? null : (resume.reason ?? '')}
            run={goOn}
          >
            {words.resume}
          </ActionButton>
        )}
        <ActionButton
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerStop size={14} />}
          label={words.abortTip}
          reason={abort.possible ? null : (abort.reason ?? '')}
          run={() => openDialog({ kind: 'abort', operation: operation.id })}
        >
          {words.abort}
        </ActionButton>
      </div>
      {problem && <ProblemNotice problem={problem} compact />}
    </>
  );
}
