/** The stops of a rollout in their order: those behind, the one it is at, and those to come. */
import { IconCheck, IconPlayerPauseFilled } from '@tabler/icons-react';
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { chosenDuration } from '../../text/time.ts';
import { holdLeftMs, percent, shownStops, stopState, type StopState } from './figures.ts';
import classes from './Track.module.css';
import { words } from './words.ts';

type TrackProps = Pick<RolloutState, 'stops'> & {
  /** How it stands; a plan has no such thing yet. */
  readonly going?: Pick<RolloutState, 'at' | 'holdsUntil' | 'paused'>;
  readonly now?: number;
};

export function Track({ stops, going, now = 0 }: TrackProps) {
  const left = going ? holdLeftMs(going, now) : null;
  return (
    <ol className={classes.track} aria-label={words.stops}>
      {shownStops(stops.length, going?.at ?? 0).map((index, place, shown) => {
        const stop = stops[index];
        if (!stop) return null;
        const state = going ? stopState(going, index) : 'to-come';
        const paused = state === 'now' && Boolean(going?.paused);
        return (
          <li
            key={stop.step}
            className={classes.stop}
            data-state={state}
            data-paused={paused || undefined}
            data-after-gap={index > (shown[place - 1] ?? -1) + 1 || undefined}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <span className={classes.dot}>
              {state === 'done' && <IconCheck size={11} stroke={3} aria-hidden />}
              {paused && <IconPlayerPauseFilled size={9} aria-hidden />}
            </span>
            <span className={classes.share}>{percent(stop.share)}</span>
            <span className={classes.hold}>{paused ? words.paused : holdText(stop.holdMs, state, left)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function holdText(holdMs: number, state: StopState, left: number | null): string {
  if (state === 'done') return words.done;
  if (state === 'now') return left === null ? words.now : words.left(left);
  return holdMs > 0 ? words.holds(chosenDuration(holdMs)) : words.atOnce;
}
