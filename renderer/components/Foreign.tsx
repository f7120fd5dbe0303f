/** Text from a repository or a log, inert and shortened without ever breaking the layout. */
import { inert, shorten } from '../text/inert.ts';

interface ForeignProps {
  readonly text: string;
  /** Characters at most, shortened in the middle; the whole text is in the title. */
  readonly most?: number;
  /** Keep to one line, cut at its end by the room there is. */
  readonly line?: boolean;
}

export function Foreign({ text, most, line }: ForeignProps) {
  const safe = inert(line ? text.replace(/\s+/g, ' ') : text);
  const shown = most ? shorten(safe, most) : safe;
  return (
    <span
      className={line ? 'foreign one-line' : 'foreign'}
      title={shown === safe && !line ? undefined : safe}
      dir="auto"
    >
      {shown}
    </span>
  );
}
