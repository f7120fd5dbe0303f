import { describe, expect, it } from 'vitest';
import { compareStages, coveragePercent, testChanges, type TestPair } from '../../../shared/planning/compare-runs.ts';
import { runOf, stageOf } from './run.ts';

const pair = (name: string, before: TestPair['before'], after: TestPair['after']): TestPair => ({
  name,
  before,
  after,
});
const took = (ms: number | null) => ({ status: 'passed', ms }) as const;

describe('two runs', () => {
  it('differ by their stages, in the order of the later one', () => {
    const before = runOf('a', {
      stages: [stageOf('test', { endedAt: 2000, coverage: { lines: 200, covered: 151 } }), stageOf('gone')],
    });
    const after = runOf('b', {
      stages: [
        stageOf('lint', { startedAt: null, endedAt: null, status: 'pending' }),
        stageOf('test'),
        stageOf('deploy', { environment: 'qa' }),
      ],
    });
    expect(compareStages(before, after)).toEqual([
      {
        name: 'lint',
        ms: { before: null, after: null },
        status: { before: null, after: 'pending' },
        coverage: { before: null, after: null },
      },
      {
        name: 'test',
        ms: { before: 1000, after: 2000 },
        status: { before: 'passed', after: 'passed' },
        coverage: { before: 75.5, after: null },
      },
      expect.objectContaining({ name: 'deploy to qa', status: { before: null, after: 'passed' } }),
      {
        name: 'gone',
        ms: { before: 2000, after: null },
        status: { before: 'passed', after: null },
        coverage: { before: null, after: null },
      },
    ]);
  });

  it('are covered to a hundred percent only where every line is', () => {
    const covered = (lines: number, count: number) => coveragePercent({ lines, covered: count });
    expect([covered(100_000, 99_999), covered(7, 7), covered(1000, 29), covered(0, 0)]).toEqual([99.9, 100, 2.9, null]);
  });

  it('differ by their tests: broken, mended, and slower by more than the machine', () => {
    const changes = testChanges();
    changes.add([
      pair('broken', { status: 'passed', ms: 1 }, { status: 'failed', ms: 1 }),
      pair('mended', { status: 'failed', ms: 1 }, { status: 'passed', ms: 1 }),
      pair('left out now', { status: 'failed', ms: 1 }, { status: 'skipped', ms: null }),
      pair('short', took(1), took(400)),
      pair('a little', took(1000), took(1900)),
      pair('slower', took(100), took(700)),
    ]);
    changes.add([pair('much slower', took(100), took(9000)), pair('unknown', took(null), took(9000))]);
    expect(changes.all()).toEqual({ broken: ['broken'], mended: ['mended'], slower: ['much slower', 'slower'] });
  });

  it('of which a hundred thousand tests are slower are told by the worst', () => {
    const changes = testChanges();
    for (let n = 0; n < 100; n += 1)
      changes.add(
        Array.from({ length: 1000 }, (_, m) => pair(`t${String(n * 1000 + m)}`, took(0), took(500 + n * 1000 + m))),
      );
    const { slower } = changes.all();
    expect(slower).toHaveLength(200);
    expect(slower[0]).toBe('t99999');
  });
});
