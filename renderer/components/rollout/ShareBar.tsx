/** How the requests are shared between the two sides, in their colours and patterns. */
import classes from './ShareBar.module.css';

interface ShareBarProps {
  /** Percent of the requests that go to what comes. */
  readonly share: number;
  readonly paused: boolean;
  /** In words; none where what is around it says the same already. */
  readonly label?: string;
}

export function ShareBar({ share, paused, label }: ShareBarProps) {
  return (
    <div
      className={classes.bar}
      data-paused={paused || undefined}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <div className={classes.after} style={{ width: `${share}%` }} />
    </div>
  );
}
