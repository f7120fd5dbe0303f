import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostColumns, place, type Lines } from '../../shared/graph/lines.ts';

/** Histories as lists of rows, children first: each row's parents are rows below it. */
const history = (rows: number, parentsMax: number) =>
  fc.array(fc.array(fc.nat(30), { maxLength: parentsMax }), { minLength: 1, maxLength: rows }).map((steps) =>
    steps.map((own, row) => ({
      sha: `c${row}`,
      parents: [...new Set(own.map((step) => row + 1 + step).filter((parent) => parent < steps.length))].map(
        (parent) => `c${parent}`,
      ),
    })),
  );

describe('the lines of a graph', () => {
  it('lead from every commit to each of its parents, one for each', () => {
    fc.assert(
      fc.property(history(60, 3), (rows) => {
        let lines: Lines = [];
        for (const [row, commit] of rows.entries()) {
          const placed = place(lines, commit);
          const children = rows.slice(0, row).filter(({ parents }) => parents.includes(commit.sha));
          expect(placed.fromAbove).toBe(children.length > 0);
          expect(placed.fromAbove).toBe(lines[placed.column] === commit.sha);
          expect(placed.parents.map((column) => placed.after[column])).toEqual(commit.parents);
          for (const [column, leadsTo] of lines.entries())
            if (leadsTo !== null && leadsTo !== commit.sha)
              expect(placed.after[column === placed.joining ? placed.column : column]).toBe(leadsTo);
          const leading = placed.after.filter((leadsTo) => leadsTo !== null);
          expect(new Set(leading).size).toBe(leading.length);
          lines = placed.after;
        }
        expect(lines).toEqual([]);
      }),
    );
  });

  it('stay bounded, whatever the history', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(100_000), { maxLength: 90 }), { maxLength: 40 }), (parents) => {
        let lines: Lines = [];
        for (const [row, of] of parents.entries()) {
          const placed = place(lines, { sha: `c${row}`, parents: of.map((parent) => `p${parent}`) });
          expect(placed.column).toBeLessThanOrEqual(mostColumns);
          expect(placed.after.length).toBeLessThanOrEqual(mostColumns);
          lines = placed.after;
        }
      }),
    );
  });

  it('keep the main line straight: what joins it comes over', () => {
    const merge = place([], { sha: 'm', parents: ['b', 's'] });
    expect(merge).toEqual({ column: 0, fromAbove: false, parents: [0, 1], joining: null, after: ['b', 's'] });
    const side = place(merge.after, { sha: 's', parents: ['a'] });
    expect(side).toEqual({ column: 1, fromAbove: true, parents: [1], joining: null, after: ['b', 'a'] });
    const main = place(side.after, { sha: 'b', parents: ['a'] });
    expect(main).toEqual({ column: 0, fromAbove: true, parents: [0], joining: 1, after: ['a'] });
    const late = place(['a', 's2'], { sha: 's2', parents: ['a'] });
    expect(late).toEqual({ column: 1, fromAbove: true, parents: [0], joining: null, after: ['a'] });
  });
});
