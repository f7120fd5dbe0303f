/** A rollout while it goes on: where the traffic is, how both sides answer, what the checks say, and what can be done. */
import { VisuallyHidden } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { isOpen, type Operation } from '../../../shared/domain/operation.ts';
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { Foreign } from '../Foreign.tsx';
import { useSeconds } from '../useNow.ts';
import { When } from '../When.tsx';
import { Checks } from './Checks.tsx';
import { sidesOf } from './figures.ts';
import { Rates } from './Rates.tsx';
import { RolloutActions } from './RolloutActions.tsx';
import classes from './RolloutPanel.module.css';
import { ShareBar } from './ShareBar.tsx';
import { Track } from './Track.tsx';
import { sidesText, stopText, words } from './words.ts';

interface RolloutPanelProps {
  readonly rollout: RolloutState;
  readonly operation: Operation;
}

export function RolloutPanel({ rollout, operation }: RolloutPanelProps) {
  const now = useSeconds();
  const { paused, testers, checks } = rollout;
  const sides = sidesOf(rollout, operation.revision);
  const open = isOpen(operation.status);
  return (
    <section className={classes.panel} aria-label={words.rollout} data-testid="rollout">
      <header className={classes.head}>
        <strong>{words.strategy[rollout.strategy]}</strong>
        {open && <span className="quiet">{sidesText(sides)}</span>}
        <VisuallyHidden role="status">{stopText(rollout)}</VisuallyHidden>
      </header>
      {open && <ShareBar share={sides.share} paused={paused !== null} label={sidesText(sides)} />}
      {!open && rollout.at < 0 ? (
        <div>{words.wentBack}</div>
      ) : (
        <Track stops={rollout.stops} going={open ? rollout : { ...rollout, at: rollout.stops.length }} now={now} />
      )}
      {paused && (
        <div className={classes.paused} role="status">
          <IconPlayerPause size={16} aria-hidden />
          <div>
            {words.pausedBy(paused.by)}, <When at={paused.at} />
            {paused.why && (
              <div>
                <Foreign text={paused.why} />
              </div>
            )}
          </div>
        </div>
      )}
      {open && <RolloutActions rollout={rollout} operation={operation} />}
      {open && <Rates rollout={rollout} sides={sides} />}
      {testers && <div className="quiet">{words.testers(testers.by, testers.name, testers.value)}</div>}
      {checks.length > 0 ? (
        <Checks checks={checks} label={words.checks} />
      ) : (
        <div className="quiet">{open && rollout.watched ? words.notYet : words.noChecks}</div>
      )}
    </section>
  );
}
