/** The last line of a node: the step of a running operation, the chips that mean something, else what the release is. */
import { IconArrowBackUp, IconDelta, IconGitCommit, IconHandStop, IconParking, IconUnlink } from '@tabler/icons-react';
import type { Operation } from '../../../../shared/domain/operation.ts';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { progressOf } from '../../../state/operations.ts';
import classes from './NodeFoot.module.css';
import type { Marks } from './marks.ts';
import { words } from './words.ts';

export function NodeFoot({
  environment,
  operation,
  marks,
}: {
  readonly environment: EnvironmentStatus;
  readonly operation: Operation | null;
  readonly marks: Marks;
}) {
  if (operation) return <Progress operation={operation} />;
  const { behind, drift, release } = environment;
  const { lost, lostMore, parked } = marks;
  if (drift.length === 0 && !behind?.commits && lost === 0 && !parked) {
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
      {lost > 0 && (
        <Chip tone="wait" icon={IconUnlink}>
          {words.lost(lost, lostMore)}
        </Chip>
      )}
      {parked && (
        <Chip tone="wait" icon={IconParking}>
          {words.parked}
        </Chip>
      )}
      {/* What waits for somebody comes first; how far behind it is shows in the inspector too. */}
      {behind && behind.commits > 0 && lost === 0 && !parked && (
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
