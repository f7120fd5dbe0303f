/** What a run is of: commit, branch, who started it, and what came of it. */
import { Anchor } from '@mantine/core';
import { IconArrowLeft, IconGitBranch, IconPackage, IconRefresh } from '@tabler/icons-react';
import type { Run } from '../../../shared/domain/run.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ReleaseLink } from '../../components/ReleaseLink.tsx';
import { hasRelease, runMs } from '../../components/run/figures.ts';
import { RunMark } from '../../components/run/Mark.tsx';
import { RunLink } from '../../components/run/RunLink.tsx';
import { words as runWords } from '../../components/run/words.ts';
import { useSeconds } from '../../components/useNow.ts';
import { When } from '../../components/When.tsx';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import { RunActions } from './RunActions.tsx';
import classes from './RunPage.module.css';
import { words } from './words.ts';

export function RunHead({ run, comparing }: { readonly run: Run; readonly comparing: boolean }) {
  const { project, status, subject, commit, author, ref, release, trigger, by, startedAt, endedAt, retries, why } = run;
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <div className={classes.titleLine}>
          <BackToRuns project={project} />
          <span role="status" className={classes.status}>
            <RunMark status={status} size={19} />
          </span>
          <h1 className={`one-line ${classes.title}`}>
            <Foreign text={subject} line />
          </h1>
        </div>
        <div className={classes.facts}>
          <span className={classes.commit}>
            <CommitName sha={commit} />
          </span>
          <span className={classes.fact}>
            <IconGitBranch size={15} aria-hidden /> <Foreign text={ref} most={36} />
          </span>
          <span>
            <Foreign text={author} most={30} />
          </span>
          {release !== null && hasRelease(run) && (
            <span className={classes.fact}>
              <IconPackage size={15} aria-hidden />
              <ReleaseLink project={project} release={{ id: release, tag: null, commit }} />
            </span>
          )}
          <span>
            <When at={startedAt} />, {runWords.trigger[trigger]} {words.by(shorten(inert(by), 24))},{' '}
            {endedAt === null ? <Lasting run={run} /> : words.took(duration(runMs(run, endedAt)))}
          </span>
          {retries && (
            <span className={classes.fact}>
              <IconRefresh size={15} aria-hidden /> {words.retries}{' '}
              <RunLink project={project} run={retries}>
                {shorten(retries, 14)}
              </RunLink>
            </span>
          )}
          {why && <Foreign text={why} />}
        </div>
      </div>
      <RunActions run={run} comparing={comparing} />
    </header>
  );
}

export function BackToRuns({ project }: { readonly project: string }) {
  const go = useStore((state) => state.go);
  return (
    <Anchor component="button" className={classes.back} onClick={() => go({ screen: 'runs', project })}>
      <IconArrowLeft size={15} aria-hidden /> {words.back}
    </Anchor>
  );
}

const Lasting = ({ run }: { readonly run: Run }) => <>{words.since(duration(runMs(run, useSeconds())))}</>;
