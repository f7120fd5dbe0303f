/** A chart as uPlot draws it on a canvas, in the colours of the theme. */
import 'uplot/dist/uPlot.min.css';
import UPlot from 'uplot';
import { axisTimes } from './axis.ts';
import type { Mark, Values } from './series.ts';

export interface Line {
  readonly name: string;
  readonly values: Values;
  /** Name of the theme's variable, such as `--after`. */
  readonly colour: string;
  readonly dash?: readonly number[];
}

/** Pixels. */
export const height = 170;

/** What a canvas is drawn with is asked of the theme each time: it knows no variables of its own. */
const themed = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

interface Wanted {
  readonly width: number;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  readonly data: UPlot.AlignedData;
  readonly drawMarks: (drawn: UPlot) => void;
  readonly moved: (index: number | null) => void;
  readonly hover: (on: boolean) => void;
}

/** Draws into `parent`; `hover` and `moved` tell what the pointer does. The caller destroys it. */
export function chartOf(parent: HTMLElement, { width, lines, format, data, drawMarks, moved, hover }: Wanted): UPlot {
  const font = "12px 'Inter Variable', system-ui, sans-serif";
  const axis: UPlot.Axis = {
    font,
    stroke: () => themed('--text-quiet'),
    grid: { stroke: () => themed('--line'), width: 1 },
    ticks: { show: false },
  };
  return new UPlot(
    {
      width,
      height,
      ms: 1,
      padding: [18, 30, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 7 } },
      scales: { y: { range: (_drawn, _low, high) => [0, high === null || high <= 0 ? 1 : high * 1.08] } },
      axes: [
        { ...axis, values: (_drawn, splits) => axisTimes(splits), space: 80, size: 26 },
        { ...axis, values: (_drawn, splits) => splits.map(format), size: 62, space: 34 },
      ],
      series: [
        {},
        ...lines.map(({ name, colour, dash }): UPlot.Series => ({
          label: name,
          stroke: () => themed(colour),
          width: 2,
          ...(dash ? { dash: [...dash] } : {}),
          points: { size: 4 },
        })),
      ],
      hooks: { draw: [drawMarks], setCursor: [({ cursor }) => moved(cursor.idx ?? null)] },
      plugins: [
        {
          hooks: {
            init: ({ over }) => {
              over.addEventListener('mouseenter', () => hover(true));
              over.addEventListener('mouseleave', () => {
                moved(null);
                hover(false);
              });
            },
          },
        },
      ],
    },
    data,
    parent,
  );
}

/** Dashed lines where the rollout came to a stop, each with its share; one that would cover its neighbour goes without. */
export function markStops(drawn: UPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = drawn;
  const ratio = UPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = themed('--line-strong');
  ctx.fillStyle = themed('--text-quiet');
  ctx.font = `${String(12 * ratio)}px 'Inter Variable', system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  let free = -Infinity;
  for (const { at, text } of [...marks].sort((a, b) => a.at - b.at)) {
    const x = drawn.valToPos(at, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (x < free) continue;
    ctx.fillText(text, x + 2 * ratio, bbox.top - 4 * ratio);
    free = x + ctx.measureText(text).width + 6 * ratio;
  }
  ctx.restore();
}
