/** When each row in sight was printed; said once for rows that were printed together. */
import { timeOfDay } from '../text/time.ts';
import classes from './Terminal.module.css';

interface GutterProps {
  readonly times: readonly (number | null)[];
  /** Pixels. */
  readonly rowHeight: number;
}

export function Gutter({ times, rowHeight }: GutterProps) {
  const texts = times.map((at) => (at === null ? '' : timeOfDay(at)));
  return (
    <div className={classes.gutter} aria-hidden>
      {texts.map((text, row) => (
        <div key={row} style={{ height: rowHeight, lineHeight: `${rowHeight}px` }}>
          {text !== texts[row - 1] && text}
        </div>
      ))}
    </div>
  );
}
