/** The lines that are in sight, of however many there are. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { LogLine } from '../../shared/api/operations.ts';
import { exact, timeOfDay } from '../text/time.ts';
import { inert } from '../text/inert.ts';
import classes from './LogPanel.module.css';
import { parseSgr } from './sgr.ts';

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly label: string;
  readonly follow: boolean;
  readonly onScrollAway: () => void;
}

const lineHeight = 19;

export function LogLines({ lines, label, follow, onScrollAway }: LogLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  useEffect(() => {
    if (follow && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines.length, rows]);
  return (
    <div
      ref={scroller}
      className={classes.lines}
      role="log"
      aria-label={label}
      aria-live="off"
      tabIndex={0}
      onWheel={(event) => {
        if (event.deltaY < 0) onScrollAway();
      }}
      onKeyDown={(event) => {
        if (['PageUp', 'ArrowUp', 'Home'].includes(event.key)) onScrollAway();
      }}
    >
      <div className={classes.track} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          return (
            line && (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                data-stream={line.stream}
                className={classes.line}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <Line line={line} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

const Line = memo(function Line({ line }: { readonly line: LogLine }) {
  return (
    <>
      <span className={classes.when} title={exact(line.at)}>
        {timeOfDay(line.at)}
      </span>
      <span className={`one-line ${classes.source}`} title={inert(line.source)}>
        {inert(line.source)}
      </span>
      <span className={classes.text}>
        {parseSgr(line.text).map((span, index) => (
          <span key={index} data-colour={span.colour ?? undefined} data-bold={span.bold || undefined}>
            {span.text}
          </span>
        ))}
      </span>
    </>
  );
});
