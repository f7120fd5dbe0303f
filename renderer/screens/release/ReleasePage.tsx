/** A release: its commit, changes, artifacts, and where it has run. */
import { Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import detail from '../../components/DetailPage.module.css';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { When } from '../../components/When.tsx';
import type { Route } from '../../state/address.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { releaseName } from '../home/diagram/words.ts';
import { Artifacts } from './Artifacts.tsx';
import { ReleaseActions } from './ReleaseActions.tsx';
import { ReleaseChanges } from './ReleaseChanges.tsx';
import { ReleaseFacts } from './ReleaseFacts.tsx';
import classes from './ReleasePage.module.css';
import { ReleaseRun } from './ReleaseRun.tsx';
import { WhereItRan } from './WhereItRan.tsx';
import { words } from './words.ts';

export default function ReleasePage({ route }: { readonly route: Extract<Route, { screen: 'release' }> }) {
  const { project } = route;
  const status = useStatus();
  const go = useStore((state) => state.go);
  const showOperation = useStore((state) => state.showOperation);
  const { data, problem } = useAnswer('release.get', { project, release: route.release }, { fresh: status?.seq });
  return (
    <div className={detail.screen}>
      <div className={`${detail.page} ${classes.page}`}>
        <Anchor component="button" className={detail.back} onClick={() => go({ screen: 'releases', project })}>
          <IconArrowLeft size={15} aria-hidden /> {words.back}
        </Anchor>
        {problem && <ProblemNotice problem={problem} />}
        {!data && !problem && (
          <Stack>
            <Skeleton height={40} width={300} />
            <Skeleton height={200} />
          </Stack>
        )}
        {data && (
          <>
            <header className={classes.head}>
              <div className={classes.words}>
                <h1 className={detail.title}>
                  <span className="mono">
                    <Foreign text={releaseName(data.release)} most={40} />
                  </span>
                </h1>
                <div className={classes.subject}>
                  <Foreign text={data.release.subject} />
                </div>
              </div>
              <ReleaseActions release={data.release} project={project} status={status} />
            </header>
            {data.release.rejected && (
              <div className={classes.rejected} role="status">
                <strong>{inert(words.rejected(data.release.rejected.by))}</strong>{' '}
                <When at={data.release.rejected.at} />: <Foreign text={data.release.rejected.why} />
              </div>
            )}
            <div className={detail.columns}>
              <div className={detail.column}>
                <ReleaseRun project={project} release={data.release.id} />
                <Artifacts release={data.release} />
                <ReleaseChanges changes={data.changes} since={data.since} />
              </div>
              <div className={detail.column}>
                <ReleaseFacts release={data.release} />
                <Button size="xs" variant="default" onClick={() => showOperation(data.release.operation)}>
                  {words.buildLog}
                </Button>
                <WhereItRan revisions={data.revisions} project={project} />
              </div>
            </div>
          </>
        )}
      </div>
    </div>
  );
}
