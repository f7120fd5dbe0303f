/** One revision of an environment: how its traffic moved and answered, what its checks said, who brought it and why. */
import { Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect } from 'react';
import detail from '../../components/DetailPage.module.css';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { RevisionMark } from '../../components/RevisionMark.tsx';
import { RolloutPanel } from '../../components/rollout/RolloutPanel.tsx';
import { useRollout } from '../../components/rollout/useRollout.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { isOpen } from '../../../shared/domain/operation.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { ChartSpan, Route } from '../../state/address.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { RevisionFacts } from './RevisionFacts.tsx';
import classes from './RevisionPage.module.css';
import { Traffic } from './Traffic.tsx';
import { Verifications } from './Verifications.tsx';
import { words } from './words.ts';

type RevisionRoute = Extract<Route, { screen: 'revision' }>;

export default function RevisionPage({ route }: { readonly route: RevisionRoute }) {
  const { project, environment, revision } = route;
  const go = useStore((state) => state.go);
  const seq = useStatus()?.seq;
  const { data, problem, ask } = useAnswer('revision.get', { project, environment, revision }, { fresh: seq });
  return (
    <div className={detail.screen}>
      <div className={`${detail.page} ${classes.page}`}>
        <Anchor
          component="button"
          className={detail.back}
          onClick={() => go({ screen: 'history', project, environment })}
        >
          <IconArrowLeft size={15} aria-hidden /> {words.back}
        </Anchor>
        <header className={classes.head}>
          <h1 className={detail.title}>
            <Foreign text={words.title(shorten(inert(environment), 40), revision)} />
          </h1>
          {data && <Head revision={data.revision} />}
        </header>
        {problem && !data && <ProblemNotice problem={problem} action={{ label: 'Ask again', run: ask }} />}
        {!data && !problem && (
          <Stack role="status" aria-label={words.loading}>
            <Skeleton height={40} width={300} />
            <Skeleton height={420} />
          </Stack>
        )}
        {data && <Body revision={data.revision} route={route} />}
      </div>
    </div>
  );
}

function Head({ revision }: { readonly revision: Revision }) {
  const { go, showOperation } = useStore.getState();
  const { project, environment, status, operation } = revision;
  return (
    <>
      <RevisionMark status={status} />
      <div className={classes.tools}>
        <Button size="xs" variant="default" onClick={() => showOperation(operation)}>
          {words.operation}
        </Button>
        <Button size="xs" variant="default" onClick={() => go({ screen: 'home', project, environment })}>
          {words.environment}
        </Button>
      </div>
    </>
  );
}

function Body({ revision, route }: { readonly revision: Revision; readonly route: RevisionRoute }) {
  const { go } = useStore.getState();
  const operation = useOperation(revision.operation);
  const rollout = useRollout(operation);
  const choose = (span: ChartSpan) => go({ ...route, span }, { replace: true });
  return (
    <div className={detail.columns}>
      <div className={detail.column}>
        <Traffic
          revision={revision}
          operation={operation}
          rollout={rollout}
          span={route.span ?? 'rollout'}
          choose={choose}
        />
      </div>
      <div className={detail.column}>
        {operation && rollout && isOpen(operation.status) && <RolloutPanel rollout={rollout} operation={operation} />}
        <Verifications revision={revision} />
        <RevisionFacts revision={revision} />
      </div>
    </div>
  );
}

/** The operation that made a revision; it may be older than the recent ones. */
function useOperation(id: string) {
  const operation = useStore((state) => state.operations[id] ?? null);
  const connected = useStore((state) => state.link.phase === 'connected');
  const load = useStore((state) => state.loadOperation);
  const known = operation !== null;
  useEffect(() => {
    if (!known && connected) void load(id).catch(() => undefined);
  }, [id, known, connected, load]);
  return operation;
}
