/** Lines over time, drawn by uPlot in the colours of the theme. Its readout is text; arrow keys move along it. */
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react';
import type UPlot from 'uplot';
import { textOf } from '../../components/rollout/figures.ts';
import { timeOfDay } from '../../text/time.ts';
import classes from './Chart.module.css';
import { chartOf, height, markStops, type Line } from './plot.ts';
import type { Mark } from './series.ts';

interface ChartProps {
  readonly title: string;
  /** What a screen reader says of it. */
  readonly label: string;
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  readonly format: (value: number) => string;
  /** Position in `times` that is read out; the newest where it is null. */
  readonly cursor: number | null;
  readonly move: (cursor: number | null) => void;
}

export function Chart({ title, label, times, lines, marks, format, cursor, move }: ChartProps) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const hovered = useRef(false);
  const scheme = useComputedColorScheme();
  const at = cursor === null ? times.length - 1 : Math.min(cursor, times.length - 1);
  const shape = lines.map(({ name, colour, dash }) => `${name} ${colour} ${String(dash)}`).join();
  const data = (): UPlot.AlignedData => [[...times], ...lines.map(({ values }) => [...values])];

  const drawMarks = useEffectEvent((drawn: UPlot) => markStops(drawn, marks));
  const moved = useEffectEvent((index: number | null) => {
    if (hovered.current) move(index);
  });
  const create = useEffectEvent((parent: HTMLElement) =>
    chartOf(parent, { width, lines, format, data: data(), drawMarks, moved, hover: (on) => (hovered.current = on) }),
  );
  useEffect(() => {
    const parent = place.current;
    if (!parent || width === 0) return;
    plot.current = create(parent);
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
  }, [width, shape, scheme]);

  const fill = useEffectEvent(() => plot.current?.setData(data()));
  useEffect(() => {
    fill();
  }, [times, lines, marks]);
  useEffect(() => {
    const drawn = plot.current;
    const time = cursor === null ? undefined : times[cursor];
    if (!drawn || hovered.current) return;
    const left = time === undefined ? -10 : drawn.valToPos(time, 'x');
    drawn.setCursor({ left, top: time === undefined ? -10 : 10 }, false);
  }, [cursor, times, width, scheme]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = times.length - 1;
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 10, PageDown: at + 10, Home: 0, End: last };
    const wanted = next[event.key as keyof typeof next];
    if (wanted === undefined) return;
    event.preventDefault();
    move(Math.min(last, Math.max(0, wanted)));
  };
  const time = times[at];
  const read = lines.map((line) => ({ ...line, text: textOf(line.values[at], format) }));
  return (
    <figure ref={ref} className={classes.figure}>
      <figcaption className={classes.caption}>
        <span className={classes.title}>{title}</span>
        {read.map(({ name, colour, dash, text }) => (
          <span key={name} className={classes.reading}>
            <svg width="18" height="8" aria-hidden>
              <line
                x1="0"
                x2="18"
                y1="4"
                y2="4"
                stroke={`var(${colour})`}
                strokeWidth="2.5"
                strokeDasharray={dash?.join(' ')}
              />
            </svg>
            <span className="quiet">{name}</span> <strong>{text}</strong>
          </span>
        ))}
        <span className={classes.time}>{time === undefined ? '' : timeOfDay(time)}</span>
      </figcaption>
      <div
        ref={place}
        className={classes.plot}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, times.length - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={
          time === undefined ? '' : `${timeOfDay(time)}: ${read.map(({ name, text }) => `${name} ${text}`).join(', ')}`
        }
        style={{ height }}
        onKeyDown={onKeyDown}
        onBlur={() => move(null)}
      />
    </figure>
  );
}
