/** Histories that somebody made to exhaust the stack, the memory or anybody's patience. */
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../shared/domain/change.ts';
import { ancestryOf } from '../../../shared/planning/changes/ancestry.ts';
import { evidenceOf } from '../../../shared/planning/changes/evidence.ts';
import type { CommitFacts } from '../../../shared/planning/changes/facts.ts';
import { matrixOf, type Matrix } from '../../../shared/planning/changes/matrix.ts';
import { readMessage } from '../../../shared/planning/changes/message.ts';

const shaOf = (index: number): string => index.toString(16).padStart(40, '0');

/** One line of commits, in one of two places, each saying what it likes; the first has nothing to speak of. */
function line(count: number, says: (index: number) => string): { matrix: Matrix; place: Place } {
  const parentsOf = (index: number): string[] => (index === 0 ? [] : [shaOf(index - 1)]);
  const facts = Array.from({ length: count }, (_none, index): CommitFacts => ({
    sha: shaOf(index),
    parents: parentsOf(index),
    author: 'Eve',
    email: 'eve@example.com',
    authoredAt: index,
    committedAt: index,
    subject: `Subject ${String(index)}`,
    workItems: [],
    message: readMessage(index === 0 ? 'Subject 0' : `Subject ${String(index)}\n\n${says(index)}\n`),
    paths: [index],
    pathSet: String(index),
  }));
  const located = facts.map(({ sha, parents }) => ({ sha, parents, mask: 1n })).reverse();
  const world = {
    places: 2,
    ancestry: ancestryOf(located, new Set()),
    facts: new Map(facts.map((commit) => [commit.sha, commit])),
    shared: new Set<string>(),
    names: new Map<string, string>(),
    patches: new Map<string, string>(),
    unread: [],
    corrections: [],
  };
  const place: Place = { id: 'here', title: 'here', kind: 'ref', commit: shaOf(count - 1) };
  return { matrix: matrixOf(world, [place, { ...place, id: 'there', commit: 'f'.repeat(40) }]), place };
}

const timed = (work: () => void): number => {
  const started = performance.now();
  work();
  return performance.now() - started;
};

describe('a chain of thousands', () => {
  it('of reverts of reverts is followed to its beginning', () => {
    expect(
      timed(() => {
        for (const [count, present] of [
          [8000, false],
          [8001, true],
        ] as const) {
          const { matrix } = line(count, (index) => `This reverts commit ${shaOf(index - 1)}.`);
          expect(matrix.changes.map(({ id, verdicts }) => [id, verdicts['here']?.present])).toEqual([
            [shaOf(0), present],
          ]);
        }
      }),
    ).toBeLessThan(5000);
  });

  it.each([
    ['of picks of picks', (index: number) => `(cherry picked from commit ${shaOf(index - 1)})`],
    ['of one Change-Id', () => `Change-Id: I${'1'.repeat(40)}`],
  ])('%s is one change, whose evidence is as long and no longer', (_what, says) => {
    expect(
      timed(() => {
        const { matrix, place } = line(8000, says);
        const change = matrix.find(shaOf(5));
        expect(change?.commits.length).toBeGreaterThan(7990);
        expect(change && evidenceOf(matrix, change, place).length).toBeLessThan(16_010);
      }),
    ).toBeLessThan(5000);
  });
});
