/** The last line of a node: the step of a running operation, the chips that mean something, else what the release is. */
import { IconArrowBackUp, IconDelta, IconGitCommit, IconHandStop } from '@tabler/icons-react';
import type { Operation } from '../../../../shared/domain/operation.ts';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { progressOf } from '../../../state/operations.ts';
import classes from './NodeFoot.module.css';
import { words } from './words.ts';

export function NodeFoot({
  environment,
  operation,
}: {
  readonly environment: EnvironmentStatus;
  readonly operation: Operation | null;
}) {
  if (operation) return <Progress operation={operation} />;
  const { behind, drift, release } = environment;
  if (drift.length === 0 && !behind?.commits) {
    return release ? (
      <div className={`one-line ${classes.subject}`} aria-hidden>
        <Foreign text={release.subject} line />
      </div>
    ) : null;
  }
  return (
    <div className={classes.chips} aria-hidden>
      {drift.length > 0 && (
        <Chip tone="wait" icon={IconDelta}>
          {words.drift}
        </Chip>
      )}
      {behind && behind.commits > 0 && (
        <Chip tone="quiet" icon={IconGitCommit}>
          {words.behind(behind.of, behind.commits)}
        </Chip>
      )}
    </div>
  );
}

function Progress({ operation }: { readonly operation: Operation }) {
  const { over, total, current, percent } = progressOf(operation);
  const stopped = operation.status === 'needs-attention';
  const undoing = operation.direction === 'undo';
  return (
    <div className={classes.progress} data-stopped={stopped || undefined} data-undo={undoing || undefined} aria-hidden>
      <div className={classes.step}>
        {stopped && <IconHandStop size={14} />}
        {undoing && <IconArrowBackUp size={14} />}
        <span className="one-line">
          <Foreign text={current?.title ?? operation.title} line />
        </span>
        <span className={classes.number}>{`${Math.min(over + 1, total)}/${total}`}</span>
      </div>
      <div className={classes.track}>
        <div className={classes.bar} style={{ width: `${Math.max(4, percent)}%` }} />
      </div>
    </div>
  );
}
