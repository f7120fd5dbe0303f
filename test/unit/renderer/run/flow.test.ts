import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowOf, stageBeside } from '../../../../renderer/components/run/flow.ts';
import { stage } from './runs.ts';

const after = (name: string, ...names: string[]) => stage(name, { after: names });
const pipeline = [after('test'), after('lint'), after('build', 'test', 'lint'), after('release', 'build')];

describe('the flow of stages', () => {
  it('puts a stage behind all that it waits for, and those that wait for the same below each other', () => {
    const { placed, lines } = flowOf(pipeline);
    expect(placed.map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 0],
    ]);
    expect(lines).toHaveLength(3);
  });

  it('walks by arrows along lines and rows, and stays at an end', () => {
    const flow = flowOf(pipeline);
    expect(stageBeside(flow, 'lint', 'ArrowRight')).toBe('build');
    expect(stageBeside(flow, 'lint', 'ArrowUp')).toBe('test');
    expect(stageBeside(flow, 'release', 'ArrowLeft')).toBe('build');
    expect(stageBeside(flow, 'release', 'ArrowRight')).toBeNull();
    expect(stageBeside(flow, 'release', 'Enter')).toBeNull();
  });

  it('ends for any names, circles and strangers included, with no two stages in one place', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const stages = fc.array(fc.tuple(fc.constantFrom(...names), fc.subarray([...names, 'stranger'])), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(stages, (all) => {
        const { placed, width, height } = flowOf(all.map(([name, waits]) => after(name, ...waits)));
        expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(placed.length);
        expect(placed.every(({ x, y }) => x < width && y < height)).toBe(true);
      }),
    );
  });
});
