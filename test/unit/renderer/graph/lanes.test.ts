import { describe, expect, it } from 'vitest';
import { drawnRows, plainRows } from '../../../../renderer/components/graph/lanes.ts';

const commit = (sha: string, ...parents: string[]) => ({
  sha,
  parents,
  author: '',
  email: '',
  authoredAt: 0,
  committedAt: 0,
  subject: '',
});

describe('drawn rows', () => {
  const commits = [commit('m', 'b', 's'), commit('s', 'a'), commit('b', 'a'), commit('a')];

  it('lead from a merge to both sides, and together again', () => {
    const drawn = drawnRows([], commits).map(({ column, pieces, width }) => ({ column, pieces, width }));
    expect(drawn).toEqual([
      {
        column: 0,
        width: 2,
        pieces: [
          { from: 0, to: 0, kind: 'out' },
          { from: 0, to: 1, kind: 'out' },
        ],
      },
      {
        column: 1,
        width: 2,
        pieces: [
          { from: 0, to: 0, kind: 'past' },
          { from: 1, to: 1, kind: 'down' },
          { from: 1, to: 1, kind: 'out' },
        ],
      },
      {
        column: 0,
        width: 2,
        pieces: [
          { from: 1, to: 0, kind: 'past' },
          { from: 0, to: 0, kind: 'down' },
          { from: 0, to: 0, kind: 'out' },
        ],
      },
      { column: 0, width: 1, pieces: [{ from: 0, to: 0, kind: 'down' }] },
    ]);
  });

  it('are the same by page as at once', () => {
    const whole = drawnRows([], commits);
    expect([...drawnRows([], commits.slice(0, 2)), ...drawnRows(['b', 'a'], commits.slice(2))]).toEqual(whole);
  });

  it('have no lines where a filter left commits out', () => {
    expect(plainRows(commits)[0]).toEqual({ commit: commits[0], column: null, pieces: [], width: 0 });
  });
});
