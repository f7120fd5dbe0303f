/** What the engine looks out for: whether it does, when it asked last, what went wrong, and what waits in line. */
import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEye, IconEyeOff, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../shared/api/contract.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Chip } from '../../components/Chip.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useSeconds } from '../../components/useNow.ts';
import { When } from '../../components/When.tsx';
import { useMoves } from '../../state/useMoves.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import { engine } from '../../transport/engine.ts';
import { Branches } from './Branches.tsx';
import { Queue } from './Queue.tsx';
import classes from './Runs.module.css';
import { Unbegun } from './Unbegun.tsx';
import { words } from './words.ts';

const { watch: say } = words;

export function WatchBar({ project }: { readonly project: string }) {
  const { data, problem, ask } = useAnswer('watch.get', { project }, { fresh: useMoves('watch') });
  const { busy, refusal, run } = useAsking(ask);
  const fetch = () =>
    run(async () => {
      const { moved } = await engine.call('watch.fetch', { project });
      if (!moved) notifications.show({ message: say.nothingNew });
    });
  const goOn = () => run(() => engine.call('watch.pause', { project, paused: false }));
  return (
    <section className={classes.watch} aria-label={say.title}>
      {!data && !problem && <Skeleton height={24} />}
      {problem && !data && <ProblemNotice problem={problem} compact />}
      {data && <State watch={data} busy={busy} fetch={fetch} goOn={goOn} project={project} />}
      {data?.problem && <ProblemNotice problem={data.problem} action={{ label: say.tryNow, run: fetch }} />}
      {refusal && refusal.code !== data?.problem?.code && <ProblemNotice problem={refusal} compact />}
      {data && data.queue.length > 0 && <Queue queue={data.queue} />}
      {data && <Unbegun branches={data.branches} project={project} />}
    </section>
  );
}

interface StateProps {
  readonly watch: Output<'watch.get'>;
  readonly busy: boolean;
  readonly project: string;
  readonly fetch: () => void;
  readonly goOn: () => void;
}

function State({ watch, busy, project, fetch, goOn }: StateProps) {
  const openDialog = useStore((state) => state.openDialog);
  const connected = useStore((state) => state.link.phase === 'connected');
  const { on, reason, paused, remote, fetchedAt, branches, queue, running, atOnce } = watch;
  const Eye = on ? IconEye : IconEyeOff;
  const lost = connected ? null : 'The engine does not answer.';
  return (
    <div className={classes.line}>
      <span className={classes.state} data-off={!on || undefined}>
        <Eye size={18} aria-hidden /> {on ? say.on(remote === null ? null : shorten(inert(remote), 30)) : say.off}
      </span>
      {reason && <Foreign text={reason} />}
      {on && <Branches branches={branches} project={project} />}
      {remote !== null && (
        <span className="quiet">
          {fetchedAt === null ? (
            say.never
          ) : (
            <>
              {say.asked} <When at={fetchedAt} />
            </>
          )}
          {on && <Next at={watch.nextFetchAt} />}
        </span>
      )}
      {running.length > 0 && <Chip tone="move">{say.running(running.length, atOnce)}</Chip>}
      {on && <span className="quiet">{queue.length === 0 ? say.empty : say.queue(queue.length)}</span>}
      <span className={classes.actions}>
        {remote !== null && (
          <ActionButton
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            label={say.fetchTip}
            reason={lost}
            loading={busy}
            run={fetch}
          >
            {say.fetch}
          </ActionButton>
        )}
        {on && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlayerPause size={14} />}
            onClick={() => openDialog({ kind: 'pause-watching', project })}
          >
            {say.pause}
          </Button>
        )}
        {paused && (
          <ActionButton
            size="compact-sm"
            leftSection={<IconPlayerPlay size={14} />}
            label={say.goOnTip}
            reason={lost}
            run={goOn}
          >
            {say.goOn}
          </ActionButton>
        )}
      </span>
    </div>
  );
}

/** Seconds until the remote is asked again: counted here, so that only this is drawn anew for each. */
function Next({ at }: { readonly at: number | null }) {
  const now = useSeconds();
  if (at === null) return null;
  return <>, {at <= now ? say.soon : say.next(duration(Math.ceil((at - now) / 1000) * 1000))}</>;
}

/** Something that is asked of the engine once at a time, and why it was refused. */
function useAsking(after: () => void) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const run = (work: () => Promise<unknown>) => {
    setBusy(true);
    setRefusal(null);
    work()
      .catch((thrown: unknown) => setRefusal(problemFrom(thrown)))
      .finally(() => {
        setBusy(false);
        after();
      });
  };
  return { busy, refusal, run };
}
