/** How the requests are shared between the two sides, in their colours and patterns. */
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { shownShare } from './figures.ts';
import classes from './ShareBar.module.css';
import { sidesText } from './words.ts';

interface ShareBarProps {
  readonly rollout: Pick<RolloutState, 'share' | 'stops' | 'at' | 'stable' | 'canary' | 'paused'>;
  /** Where what is around it says the same already. */
  readonly silent?: boolean;
}

export function ShareBar({ rollout, silent }: ShareBarProps) {
  const share = shownShare(rollout);
  return (
    <div
      className={classes.bar}
      data-paused={rollout.paused !== null || undefined}
      {...(silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': sidesText(rollout) })}
    >
      <div className={classes.after} style={{ width: `${share}%` }} />
    </div>
  );
}
