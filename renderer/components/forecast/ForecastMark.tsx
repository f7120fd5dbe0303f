/** What a pick would do, as a mark on its row. It is asked for while the row shows. */
import { VisuallyHidden } from '@mantine/core';
import { IconPointFilled } from '@tabler/icons-react';
import { memo } from 'react';
import classes from './ForecastMark.module.css';
import { forecastLook, type Look } from './looks.ts';
import { useForecast, type Target } from './useForecast.ts';
import { words } from './words.ts';

interface ForecastMarkProps {
  readonly target: Target | null;
  readonly commit: string;
  readonly mainline?: number;
}

export const ForecastMark = memo(function ForecastMark({ target, commit, mainline }: ForecastMarkProps) {
  const forecast = useForecast(target, { commit, ...(mainline ? { mainline } : {}) });
  if (!target) return null;
  if (!forecast)
    return (
      <span className={classes.mark} data-tone="quiet" title={words.pending}>
        <IconPointFilled size={8} aria-hidden opacity={0.5} />
      </span>
    );
  const look = forecastLook(forecast);
  return <Mark look={look} title={`${look.word} ${words.onto(target.title)}`} />;
});

/** A look with its words for those who do not see it. */
export function Mark({ look, title = look.word, size = 16 }: { look: Look; title?: string; size?: number }) {
  const { icon: Icon, tone } = look;
  return (
    <span className={classes.mark} data-tone={tone} title={title}>
      <Icon size={size} aria-hidden />
      <VisuallyHidden>{title}</VisuallyHidden>
    </span>
  );
}
