/** One commit with its whole message, what it changes, and the way to a release. */
import { Button, CloseButton, Skeleton } from '@mantine/core';
import { IconHammer } from '@tabler/icons-react';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName } from '../../components/Copyable.tsx';
import { DiffView } from '../../components/diff/DiffView.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { When } from '../../components/When.tsx';
import { useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import classes from './CommitDetail.module.css';
import { words } from './words.ts';

interface CommitDetailProps {
  readonly project: string;
  readonly sha: string;
  readonly close: () => void;
}

export function CommitDetail({ project, sha, close }: CommitDetailProps) {
  const openDialog = useStore((state) => state.openDialog);
  const { data, problem } = useAnswer('repository.commit', { project, commit: sha });
  return (
    <aside className={classes.detail} aria-label={words.detail(shortSha(sha))}>
      <div className={classes.head}>
        <CommitName sha={sha} />
        <CloseButton aria-label={words.close} onClick={close} />
      </div>
      {problem && <ProblemNotice problem={problem} compact />}
      {!data && !problem && <Skeleton height={160} />}
      {data && (
        <>
          <pre className={classes.message} tabIndex={0}>
            {inert(data.message.trimEnd())}
          </pre>
          {data.truncated && <div className="quiet">{words.truncated}</div>}
          <div className="quiet">
            <Foreign text={data.commit.author} most={40} />, <When at={data.commit.committedAt} />
          </div>
          {data.workItems.length > 0 && (
            <div className={classes.items}>
              {data.workItems.map((item) => (
                <Chip key={item} tone="quiet">
                  <Foreign text={item} most={24} />
                </Chip>
              ))}
            </div>
          )}
          <Button
            size="xs"
            leftSection={<IconHammer size={15} />}
            onClick={() => openDialog({ kind: 'build', project, from: data.commit.sha })}
          >
            {words.build}
          </Button>
          <DiffView project={project} commit={data.commit.sha} />
        </>
      )}
    </aside>
  );
}
