import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measures } from '../../../../renderer/screens/home/diagram/measures.ts';
import { labelPlace, pathThrough } from '../../../../renderer/screens/home/diagram/way.ts';

const points = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) });
const half = measures.columnGap / 2;

describe('the path of an edge', () => {
  it('is nothing without corners, and a straight line between two', () => {
    expect(pathThrough([])).toBe('');
    expect(
      pathThrough([
        { x: 0, y: 5 },
        { x: 40, y: 5 },
      ]),
    ).toBe('M 0 5 L 40 5');
  });

  it('rounds a corner', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 40 },
    ];
    expect(pathThrough(corners)).toBe('M 0 0 L 30 0 Q 40 0 40 10 L 40 40');
  });

  it('rounds no further than half of a short stretch, so that two corners never run into each other', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 6 },
      { x: 80, y: 6 },
    ];
    expect(pathThrough(corners)).toBe('M 0 0 L 37 0 Q 40 0 40 3 L 40 3 Q 40 6 43 6 L 80 6');
  });

  it('leads from the first corner to the last through numbers only, corners on top of each other included', () => {
    fc.assert(
      fc.property(fc.array(points, { minLength: 2, maxLength: 8 }), (corners) => {
        const path = pathThrough(corners);
        const [first, last] = [corners[0]!, corners.at(-1)!];
        expect(path.startsWith(`M ${first.x} ${first.y} `)).toBe(true);
        expect(path.endsWith(`L ${last.x} ${last.y}`)).toBe(true);
        expect(path).toMatch(/^[MLQ\d .e-]+$/);
      }),
    );
  });
});

describe('the place of an edge’s button', () => {
  const level = [
    { x: 0, y: 0 },
    { x: 50, y: 0 },
    { x: 50, y: 90 },
    { x: 300, y: 90 },
  ];
  const fromBelow = [
    { x: 0, y: 200 },
    { x: 30, y: 200 },
    { x: 30, y: 150 },
    { x: 230, y: 150 },
    { x: 230, y: 100 },
  ];

  it('is in the gap before the node that the edge enters', () => {
    expect(labelPlace(level, false)).toEqual({ x: 300 - half, y: 90 });
  });

  it('is behind its own start where several edges meet', () => {
    expect(labelPlace(level, true)).toEqual({ x: half, y: 0 });
  });

  it('is on the longest level stretch of an edge that enters from below', () => {
    expect(labelPlace(fromBelow, false)).toMatchObject({ x: 130, y: 150 });
    expect(labelPlace(fromBelow, true)).toMatchObject({ x: 130, y: 150 });
  });

  it('is a place for any corners', () => {
    fc.assert(
      fc.property(fc.array(points, { maxLength: 6 }), fc.boolean(), (corners, crowded) => {
        const { x, y } = labelPlace(corners, crowded);
        expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
      }),
    );
  });
});
