/** How the diagram is framed: whole where it can be, never so small that its text falls below 12 px. */
import type { Viewport } from '@xyflow/react';
import { measures } from './measures.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const margin = 20;

/** The first view of the diagram: centred where it fits, from its top left where it does not. */
export function frameView(content: Box, window: { width: number; height: number }): Viewport {
  const room = { width: window.width - 2 * margin, height: window.height - 2 * margin };
  const wanted = Math.min(room.width / content.width, room.height / content.height);
  const zoom = Math.min(measures.largestZoom, Math.max(measures.smallestZoom, wanted));
  const along = (start: number, length: number, space: number) => {
    const free = space - length * zoom;
    return (free >= 0 ? free / 2 : margin) - start * zoom;
  };
  return { zoom, x: along(content.x, content.width, window.width), y: along(content.y, content.height, window.height) };
}

/** Moves the view as little as possible so that a node shows whole. Answers null when it already does. */
export function reveal(node: Box, view: Viewport, window: { width: number; height: number }): Viewport | null {
  const shift = (start: number, length: number, space: number) => {
    if (start < margin) return margin - start;
    const over = start + length - (space - margin);
    return over > 0 ? -Math.min(over, start - margin) : 0;
  };
  const dx = shift(node.x * view.zoom + view.x, node.width * view.zoom, window.width);
  const dy = shift(node.y * view.zoom + view.y, node.height * view.zoom, window.height);
  return dx === 0 && dy === 0 ? null : { ...view, x: view.x + dx, y: view.y + dy };
}

/** The name of the nearest node in a direction, for the arrow keys. */
export function neighbour(
  from: Box & { id: string },
  others: readonly (Box & { id: string })[],
  direction: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): string | null {
  const level = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowLeft' || direction === 'ArrowUp' ? -1 : 1;
  let best: string | null = null;
  let nearest = Infinity;
  for (const other of others) {
    const dx = other.x - from.x;
    const dy = other.y - from.y;
    const ahead = sign * (level ? dx : dy);
    const aside = Math.abs(level ? dy : dx);
    if (other.id === from.id || ahead < 10) continue;
    const cost = ahead + 2 * aside;
    if (cost < nearest) [best, nearest] = [other.id, cost];
  }
  return best;
}
