/** The last line of a node: the step of a running operation, the chips that mean something, else what the release is. */
import {
  IconArrowBackUp,
  IconDelta,
  IconGitCommit,
  IconHandStop,
  IconParking,
  IconPlayerPauseFilled,
  IconSwitchHorizontal,
  IconUnlink,
} from '@tabler/icons-react';
import type { Operation } from '../../../../shared/domain/operation.ts';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import type { TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import type { RolloutState } from '../../../../shared/domain/rollout.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { holdLeftMs, percent, sidesOf } from '../../../components/rollout/figures.ts';
import { ShareBar } from '../../../components/rollout/ShareBar.tsx';
import { words as rolloutWords } from '../../../components/rollout/words.ts';
import { useNow, useSeconds } from '../../../components/useNow.ts';
import { progressOf } from '../../../state/operations.ts';
import { inert } from '../../../text/inert.ts';
import classes from './NodeFoot.module.css';
import { TestChips } from './TestChips.tsx';
import { testMarks, testSubject } from './testMarks.ts';
import type { Marks } from './marks.ts';
import { goesBackBySwitch, words } from './words.ts';

export function NodeFoot({
  environment,
  operation,
  rollout,
  marks,
  test,
}: {
  readonly environment: EnvironmentStatus;
  readonly operation: Operation | null;
  readonly rollout: RolloutState | null;
  readonly marks: Marks;
  readonly test: TestEnvironment | null;
}) {
  const now = useNow();
  if (operation) {
    const shared = rollout !== null && rollout.at >= 0 && operation.direction === 'forward';
    return shared && operation.status !== 'needs-attention' ? (
      <Shares rollout={rollout} next={operation.revision} />
    ) : (
      <Progress operation={operation} />
    );
  }
  const { behind, drift, release, hold } = environment;
  const warm = goesBackBySwitch(environment);
  const { lost, lostMore, parked } = marks;
  const apart = test ? testMarks(test, now) : [];
  // How far a branch is behind is no news of it: its environment is there because it is not on main.
  const after = test ? null : behind;
  if (drift.length === 0 && !after?.commits && lost === 0 && !parked && !hold && !warm && apart.length === 0) {
    const subject = test ? testSubject(test) : release?.subject;
    return subject ? (
      <div className={`one-line ${classes.subject}`} aria-hidden>
        <Foreign text={subject} line />
      </div>
    ) : null;
  }
  // There is room for two or three: what is wrong comes before what is only worth knowing.
  const told = drift.length > 0 || hold ? apart.filter(({ what }) => what === 'outdated') : apart;
  return (
    <div className={classes.chips} data-drift={drift.length > 0 || undefined} aria-hidden>
      {drift.length > 0 && (
        <Chip tone="wait" icon={IconDelta}>
          {words.drift}
        </Chip>
      )}
      {hold && (
        <Chip tone="wait" icon={IconHandStop} title={inert(words.held(hold.why))}>
          {inert(words.held(hold.why))}
        </Chip>
      )}
      <TestChips marks={told} />
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
      {warm && lost === 0 && !parked && !hold && (
        <Chip tone="good" icon={IconSwitchHorizontal} title={words.warmTip}>
          {words.warm}
        </Chip>
      )}
      {after && after.commits > 0 && lost === 0 && !parked && !hold && (
        <Chip tone="quiet" icon={IconGitCommit}>
          {words.behind(after.of, after.commits)}
        </Chip>
      )}
    </div>
  );
}

/** How the requests are shared now, and for how much longer. */
function Shares({ rollout, next }: { readonly rollout: RolloutState; readonly next: number | null }) {
  const now = useSeconds();
  const left = holdLeftMs(rollout, now);
  const { after, before, share } = sidesOf(rollout, next);
  return (
    <div
      className={classes.progress}
      data-stopped={rollout.paused !== null || undefined}
      aria-hidden
      data-testid="shares"
    >
      <div className={classes.step}>
        {rollout.paused && <IconPlayerPauseFilled size={13} />}
        <strong>{percent(share)}</strong>
        <span className="one-line">
          {after !== null && `#${after}`}
          {rollout.paused ? `, ${rolloutWords.paused}` : left === null ? '' : `, ${rolloutWords.left(left)}`}
        </span>
        {before !== null && (
          <span className={`${classes.number} ${classes.other}`}>{`#${before} ${percent(100 - share)}`}</span>
        )}
      </div>
      <ShareBar share={share} paused={rollout.paused !== null} />
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
