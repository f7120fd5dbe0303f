/** A tooltip that names the key of an action, or the reason why the action is not possible now. */
import { Kbd, Tooltip } from '@mantine/core';
import classes from './KeyTip.module.css';

interface KeyTipProps {
  readonly label: string;
  readonly keys?: string;
  /** Why it cannot be done now, and what would enable it. */
  readonly reason?: string | null | undefined;
  readonly children: React.ReactElement;
}

export function KeyTip({ label, keys, reason, children }: KeyTipProps) {
  return (
    <Tooltip
      label={
        <span className={classes.tip}>
          <span>
            {label}
            {keys && (
              <Kbd size="xs" className={classes.key}>
                {keys}
              </Kbd>
            )}
          </span>
          {reason && <span className={classes.reason}>{reason}</span>}
        </span>
      }
    >
      {children}
    </Tooltip>
  );
}
