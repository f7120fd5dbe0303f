/** The revisions of an environment, newest first, each with its way back. */
import { Button, Skeleton } from '@mantine/core';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { EmptyPlace } from '../../../components/EmptyPlace.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { IconHistory } from '@tabler/icons-react';
import { useHistory } from '../../history/useHistory.ts';
import classes from './Inspector.module.css';
import { RevisionRow } from './RevisionRow.tsx';
import { words } from './words.ts';

export function RevisionsTab({
  environment,
  project,
}: {
  readonly environment: EnvironmentStatus;
  readonly project: string;
}) {
  const history = useHistory({ project, environment: environment.name });
  if (history.problem && history.items.length === 0)
    return (
      <div className={classes.body}>
        <ProblemNotice problem={history.problem} />
      </div>
    );
  if (history.loading && history.items.length === 0)
    return (
      <div className={classes.body}>
        {[0, 1, 2, 3].map((n) => (
          <Skeleton key={n} height={52} />
        ))}
      </div>
    );
  if (history.items.length === 0) return <EmptyPlace icon={IconHistory} title={words.noRevisions} />;
  return (
    <>
      <ul className={classes.rows} aria-label={words.tabs.revisions}>
        {history.items.map((revision) => (
          <RevisionRow key={revision.number} revision={revision} environment={environment} project={project} />
        ))}
      </ul>
      {history.more && (
        <div className={classes.body}>
          <Button variant="default" size="xs" loading={history.loading} onClick={history.loadMore}>
            {words.older}
          </Button>
        </div>
      )}
    </>
  );
}
