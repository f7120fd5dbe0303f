/** One revision: what it brought, who and why, and the way back to it. */
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import type { Revision } from '../../../../shared/domain/revision.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { ReleaseLink } from '../../../components/ReleaseLink.tsx';
import { RevisionLink } from '../../../components/RevisionLink.tsx';
import { RevisionMark } from '../../../components/RevisionMark.tsx';
import { When } from '../../../components/When.tsx';
import { useStore } from '../../../state/store.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

interface RevisionRowProps {
  readonly revision: Revision;
  readonly environment: EnvironmentStatus;
  readonly project: string;
}

export function RevisionRow({ revision, environment, project }: RevisionRowProps) {
  const openDialog = useStore((state) => state.openDialog);
  const reason = whyNot(revision, environment);
  return (
    <li className={classes.row} data-testid={`revision-${revision.number}`}>
      <div className={classes.line}>
        <RevisionLink project={project} environment={environment.name} revision={revision.number} />
        <ReleaseLink project={project} release={{ id: revision.release, commit: revision.commit, tag: null }} />
        <RevisionMark status={revision.status} />
        <span className={classes.end}>
          <ActionButton
            size="compact-xs"
            variant="default"
            label={words.rollbackTo}
            name={`${words.rollbackTo}: #${revision.number}`}
            reason={reason}
            run={() => openDialog({ kind: 'rollback', project, environment: environment.name, to: revision.number })}
          >
            {words.rollbackTo}
          </ActionButton>
        </span>
      </div>
      <div className="quiet">
        {words.cause[revision.cause]}
        {revision.restores !== null && ` ${words.restores(revision.restores)}`} <When at={revision.startedAt} /> by{' '}
        <Foreign text={revision.by} most={24} />
      </div>
      {revision.why && (
        <div>
          <Foreign text={revision.why} />
        </div>
      )}
    </li>
  );
}

/** Why an environment cannot go back to a revision now; null when it can. */
function whyNot(revision: Revision, environment: EnvironmentStatus): string | null {
  if (environment.operation) return words.busy;
  if (revision.number === environment.revision) return words.running;
  if (!revision.healthy) return words.unhealthy;
  return null;
}
