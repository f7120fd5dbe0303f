/** Where the stages of a run stand: columns from left to right by what they wait for, lines between them. Pure. */
import type { Stage } from '../../../shared/domain/run.ts';
import { stageKey } from './figures.ts';

export const flowMeasures = { width: 172, height: 50, columnGap: 34, rowGap: 8 } as const;

export interface PlacedStage {
  readonly stage: Stage;
  readonly column: number;
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

export interface StageFlow {
  readonly placed: readonly PlacedStage[];
  /** SVG paths from the end of a stage to the start of one that waits for it. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Lays the stages out. Names that are not there, and circles, hold nothing up. */
export function flowOf(stages: readonly Stage[]): StageFlow {
  const { width, height, columnGap, rowGap } = flowMeasures;
  const columns = columnsOf(stages);
  const rows = new Map<number, number>();
  const placed = stages.map((stage, index): PlacedStage => {
    const column = columns[index] ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { stage, column, row, x: column * (width + columnGap), y: row * (height + rowGap) };
  });
  const lines = placed.flatMap((to) =>
    placed.filter((from) => waitsFor(to.stage, from.stage) && from.column < to.column).map((from) => line(from, to)),
  );
  return {
    placed,
    lines,
    width: Math.max(0, ...placed.map(({ x }) => x + width)),
    height: Math.max(0, ...placed.map(({ y }) => y + height)),
  };
}

const waitsFor = (stage: Stage, other: Stage): boolean => stage !== other && stage.after.includes(other.name);

/** The column of each stage: one behind the last that it waits for. */
function columnsOf(stages: readonly Stage[]): number[] {
  const columns = stages.map(() => 0);
  // Without circles, as many turns as stages settle every column; with one, they end it.
  for (let turn = 0; turn < stages.length; turn += 1) {
    let moved = false;
    stages.forEach((stage, index) => {
      const least = stages.reduce(
        (most, other, at) => (waitsFor(stage, other) ? Math.max(most, (columns[at] ?? 0) + 1) : most),
        0,
      );
      if (least > (columns[index] ?? 0) && least < stages.length) {
        columns[index] = least;
        moved = true;
      }
    });
    if (!moved) break;
  }
  return columns;
}

function line(from: PlacedStage, to: PlacedStage): string {
  const { width, height, columnGap } = flowMeasures;
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
  if (y1 === y2) return `M ${x1} ${y1} H ${x2}`;
  // Beside the card that it leads to, so that lines of one column share their bend.
  const bend = x2 - columnGap / 2;
  const r = Math.min(8, Math.abs(y2 - y1) / 2);
  const down = y2 > y1 ? 1 : -1;
  return `M ${x1} ${y1} H ${bend - r} Q ${bend} ${y1} ${bend} ${y1 + down * r} V ${y2 - down * r} Q ${bend} ${y2} ${bend + r} ${y2} H ${x2}`;
}

/** The stage beside another, for the arrow keys: the nearest row of the next column, or the next row. */
export function stageBeside(flow: StageFlow, key: string, arrow: string): string | null {
  const here = flow.placed.find(({ stage }) => stageKey(stage) === key);
  if (!here) return null;
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[arrow];
  if (!step) return null;
  const [across = 0, down = 0] = step;
  const candidates = flow.placed
    .filter((one) => (across ? Math.sign(one.column - here.column) === across : one.column === here.column))
    .filter((one) => (down ? Math.sign(one.row - here.row) === down : true))
    .sort(
      (a, b) =>
        Math.abs(a.column - here.column) - Math.abs(b.column - here.column) ||
        Math.abs(a.row - here.row) - Math.abs(b.row - here.row),
    );
  return candidates[0] ? stageKey(candidates[0].stage) : null;
}
