/** Health as observed, in words and a shape as well as a colour. */
import type { Health } from '../../shared/domain/health.ts';
import { inert } from '../text/inert.ts';
import { healthLooks } from './health.ts';
import classes from './HealthMark.module.css';

interface HealthMarkProps {
  readonly health: Health;
  /** The engine's own sentence; the plain word without it. */
  readonly text?: string;
}

export function HealthMark({ health, text }: HealthMarkProps) {
  const { icon: Icon, word, tone } = healthLooks[health];
  const words = text ? inert(text) : word;
  return (
    <span className={classes.mark} data-tone={tone} title={words}>
      <Icon size={17} aria-hidden className={classes.icon} />
      <span className="one-line">{words}</span>
    </span>
  );
}
