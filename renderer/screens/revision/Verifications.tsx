/** The checks of a revision: what is declared, what they said and by what evidence, and the way to run them now. */
import { Skeleton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { Verification } from '../../../shared/domain/rollout.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Checks, VerdictMark } from '../../components/rollout/Checks.tsx';
import { words as rolloutWords } from '../../components/rollout/words.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { When } from '../../components/When.tsx';
import { useStatus, useStore } from '../../state/store.ts';
import { dateTime, duration } from '../../text/time.ts';
import { inert, shorten } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import classes from './RevisionPage.module.css';
import { words } from './words.ts';

export function Verifications({ revision }: { readonly revision: Revision }) {
  const { project, environment, number } = revision;
  const seq = useStatus()?.seq;
  const { data, problem, ask } = useAnswer(
    'verification.list',
    { project, environment, revision: number },
    { fresh: seq },
  );
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await engine.call('verification.run', { project, environment });
      ask();
    } catch (thrown) {
      setFailed(problemFrom(thrown));
    }
    setBusy(false);
  };
  const declared = data?.declared ?? [];
  const reason =
    revision.status !== 'running'
      ? words.notRunning
      : data && declared.length === 0
        ? words.nothingDeclared
        : busy
          ? words.busy
          : null;
  useHotkeys([
    [
      'v',
      () => {
        if (reason === null && !useStore.getState().dialog) void run();
      },
    ],
  ]);
  return (
    <section className={classes.section} aria-label={words.checks}>
      <header className={classes.sectionHead}>
        <h2>{words.checks}</h2>
        <div className={classes.tools}>
          <ActionButton
            size="xs"
            variant="default"
            leftSection={<IconShieldCheck size={14} />}
            label={words.verifyTip}
            keys="V"
            reason={reason}
            loading={busy}
            run={() => void run()}
          >
            {words.verify}
          </ActionButton>
        </div>
      </header>
      {(failed ?? problem) && <ProblemNotice problem={(failed ?? problem) as Problem} compact />}
      {!data && !problem && <Skeleton height={120} />}
      {data && (
        <>
          {declared.length === 0 && <div className="quiet">{words.noneDeclared}</div>}
          {declared.length > 0 && (
            <ul className={classes.declared} aria-label={words.declared}>
              {declared.map((line) => (
                <li key={line}>
                  <Foreign text={line} />
                </li>
              ))}
            </ul>
          )}
          {data.verifications.length === 0 && declared.length > 0 && <div>{words.never}</div>}
          <ul className={classes.verifications} aria-label={words.verifications}>
            {data.verifications.map((one, index) => (
              <Item key={one.id} verification={one} open={index === 0} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Item({ verification, open }: { readonly verification: Verification; readonly open: boolean }) {
  const { verdict, cause, by, startedAt, endedAt, checks } = verification;
  return (
    <li data-testid="verification" data-verdict={verdict}>
      <details open={open}>
        <summary className={classes.summary}>
          <VerdictMark verdict={verdict} />
          <span>{rolloutWords.cause[cause]}</span>
          <span className="quiet">
            <When at={startedAt} />, {duration(endedAt - startedAt)}
            {cause === 'person' && ` ${words.ranBy(shorten(inert(by), 20))}`}
          </span>
        </summary>
        <Checks checks={checks} label={words.checksOf(dateTime(startedAt))} />
      </details>
    </li>
  );
}
