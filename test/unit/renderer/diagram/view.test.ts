import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measures } from '../../../../renderer/screens/home/diagram/measures.ts';
import { frameView, neighbour, reveal } from '../../../../renderer/screens/home/diagram/view.ts';

const margin = 20;
const closeEnough = 1e-6;
const whole = (min: number, max: number) => fc.integer({ min, max });
const contents = fc.record({
  x: whole(-500, 500),
  y: whole(-500, 500),
  width: whole(1, 20_000),
  height: whole(1, 20_000),
});
const windows = fc.record({ width: whole(100, 4000), height: whole(100, 3000) });

describe('the first view', () => {
  it('never makes text smaller than 12 px, and shows all or begins at the top left', () => {
    fc.assert(
      fc.property(contents, windows, (content, window) => {
        const view = frameView(content, window);
        expect(view.zoom).toBeGreaterThanOrEqual(measures.smallestZoom);
        expect(view.zoom).toBeLessThanOrEqual(measures.largestZoom);
        for (const [start, length, space] of [
          [content.x * view.zoom + view.x, content.width * view.zoom, window.width],
          [content.y * view.zoom + view.y, content.height * view.zoom, window.height],
        ] as const) {
          if (length > space) expect(start).toBeCloseTo(margin);
          // Centred: as much room before it as after it.
          else expect(start).toBeCloseTo(space - start - length);
        }
      }),
    );
  });
});

describe('revealing a node', () => {
  const nodes = fc.record({
    x: whole(-9000, 9000),
    y: whole(-9000, 9000),
    width: fc.constant(measures.nodeWidth),
    height: fc.constant(measures.nodeHeight),
  });
  const views = fc.record({
    x: whole(-5000, 5000),
    y: whole(-5000, 5000),
    zoom: fc.double({ min: 0.2, max: 2, noNaN: true }),
  });

  it('shows it whole, or its top left where the window is too small, and once is enough', () => {
    fc.assert(
      fc.property(nodes, views, windows, (node, view, window) => {
        const after = reveal(node, view, window) ?? view;
        expect(after.zoom).toBe(view.zoom);
        for (const [start, length, space] of [
          [node.x * after.zoom + after.x, node.width * after.zoom, window.width],
          [node.y * after.zoom + after.y, node.height * after.zoom, window.height],
        ] as const) {
          expect(start).toBeGreaterThan(margin - closeEnough);
          if (length <= space - 2 * margin) expect(start + length).toBeLessThan(space - margin + closeEnough);
          else expect(start).toBeLessThan(margin + closeEnough);
        }
        const again = reveal(node, after, window) ?? after;
        expect(Math.hypot(again.x - after.x, again.y - after.y)).toBeLessThan(closeEnough);
      }),
    );
  });

  it('leaves the view alone when the node shows already', () => {
    const node = { x: 100, y: 100, width: 50, height: 50 };
    expect(reveal(node, { x: 0, y: 0, zoom: 1 }, { width: 400, height: 400 })).toBeNull();
  });

  it('moves no further than it must', () => {
    const node = { x: 390, y: 100, width: 50, height: 50 };
    expect(reveal(node, { x: 0, y: 0, zoom: 1 }, { width: 400, height: 400 })).toEqual({ x: -60, y: 0, zoom: 1 });
  });
});

describe('the neighbour for an arrow key', () => {
  const at = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 50 });
  const centre = at('centre', 0, 0);

  it.each([
    ['ArrowLeft', 'left'],
    ['ArrowRight', 'right'],
    ['ArrowUp', 'up'],
    ['ArrowDown', 'down'],
  ] as const)('%s goes %s', (arrow, expected) => {
    const around = [at('left', -200, 0), at('right', 200, 0), at('up', 0, -100), at('down', 0, 100)];
    expect(neighbour(centre, [centre, ...around], arrow)).toBe(expected);
  });

  it('prefers what lies straight ahead to what is nearer but aside', () => {
    expect(neighbour(centre, [at('aside', 150, 100), at('ahead', 300, 0)], 'ArrowRight')).toBe('ahead');
  });

  it('is none where nothing lies ahead', () => {
    expect(neighbour(centre, [centre, at('left', -200, 0)], 'ArrowRight')).toBeNull();
  });
});
