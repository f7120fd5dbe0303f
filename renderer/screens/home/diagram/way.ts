/** Drawing a routed edge: its path with rounded corners, and where its label stands. */
import type { Point } from './route.ts';

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

/** The middle of the longest level stretch. */
export function labelPlace(corners: readonly Point[]): Point {
  let best: Point = corners[0] ?? { x: 0, y: 0 };
  let longest = -1;
  for (let i = 1; i < corners.length; i += 1) {
    const from = corners[i - 1];
    const to = corners[i];
    if (!from || !to || Math.abs(from.y - to.y) > 0.5) continue;
    const length = Math.abs(from.x - to.x);
    if (length > longest) {
      longest = length;
      best = { x: (from.x + to.x) / 2, y: from.y };
    }
  }
  return best;
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
