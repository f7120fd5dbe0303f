/** Drawing a routed edge: its path with rounded corners, and where its label stands. */
import { measures } from './measures.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const radius = 10;

/** An SVG path through the corners. */
export function pathThrough(corners: readonly Point[]): string {
  const [first, ...rest] = corners;
  if (!first) return '';
  const parts = [`M ${first.x} ${first.y}`];
  rest.forEach((corner, index) => {
    const before = index === 0 ? first : rest[index - 1];
    const after = rest[index + 1];
    if (!before || !after) return void parts.push(`L ${corner.x} ${corner.y}`);
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const enter = towards(corner, before, r);
    const leave = towards(corner, after, r);
    parts.push(`L ${enter.x} ${enter.y}`, `Q ${corner.x} ${corner.y} ${leave.x} ${leave.y}`);
  });
  return parts.join(' ');
}

/**
 * Where the button of an edge stands. Edges that enter a node at its side have it in the gap before that node, so that
 * the buttons of one column line up; where several meet at one node, each has it behind its own start. Edges that enter
 * from below have it in the middle of their longest level stretch.
 */
export function labelPlace(corners: readonly Point[], crowded: boolean): Point {
  const start = corners[0] ?? { x: 0, y: 0 };
  const end = corners.at(-1) ?? start;
  const before = corners.at(-2) ?? start;
  if (Math.abs(end.y - before.y) > level) return longestStretch(corners);
  const half = measures.columnGap / 2;
  return crowded ? { x: start.x + half, y: start.y } : { x: end.x - half, y: end.y };
}

function longestStretch(corners: readonly Point[]): Point {
  const stretches = corners.slice(1).flatMap((to, index) => {
    const from = corners[index];
    return from && Math.abs(from.y - to.y) <= level
      ? [{ length: Math.abs(from.x - to.x), x: (from.x + to.x) / 2, y: from.y }]
      : [];
  });
  return stretches.sort((a, b) => b.length - a.length)[0] ?? corners[0] ?? { x: 0, y: 0 };
}

/** Differences in height, in pixels, that still count as level. */
const level = 0.5;

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
