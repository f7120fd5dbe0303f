/** A small fact with a tone. The words carry the meaning; the colour only repeats it. */
import type { Icon } from '@tabler/icons-react';
import type { Tone } from './tone.ts';
import classes from './Chip.module.css';

interface ChipProps {
  readonly tone: Tone;
  readonly icon?: Icon;
  readonly children: React.ReactNode;
  readonly title?: string;
}

export function Chip({ tone, icon: Icon, children, title }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {Icon && <Icon size={14} aria-hidden className={classes.icon} />}
      <span className="one-line">{children}</span>
    </span>
  );
}
