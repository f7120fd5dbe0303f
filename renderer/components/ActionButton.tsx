/** A button that stays reachable while it cannot be used, and says why and what would enable it. */
import { Button, type ButtonProps } from '@mantine/core';
import { KeyTip } from './KeyTip.tsx';

interface ActionButtonProps extends Pick<ButtonProps, 'size' | 'fz' | 'variant' | 'leftSection' | 'loading'> {
  /** What it does, for the tooltip. */
  readonly label: string;
  /** Its accessible name, where the words on it are not enough. */
  readonly name?: string;
  readonly keys?: string;
  /** Why it cannot be used now; null when it can. */
  readonly reason: string | null;
  readonly run: () => void;
  readonly children: React.ReactNode;
}

export function ActionButton({ label, name, keys, reason, run, children, ...look }: ActionButtonProps) {
  const held = reason !== null ? ({ 'data-disabled': true, 'aria-disabled': true } as const) : {};
  return (
    <KeyTip label={label} reason={reason} {...(keys ? { keys } : {})}>
      <Button
        {...look}
        {...held}
        {...(name ? { 'aria-label': name } : {})}
        onClick={() => {
          if (reason === null) run();
        }}
      >
        {children}
      </Button>
    </KeyTip>
  );
}
