import { describe, expect, it } from 'vitest';
import type { Change, Verdict } from '../../../../shared/domain/change.ts';
import { namesOf, pickOf, placesInFlow, rowsOf, stepFrom } from '../../../../renderer/screens/changes/rows.ts';
import { filterOf } from '../../../../renderer/screens/changes/filter.ts';
import { kindOfVerdict } from '../../../../renderer/screens/changes/verdicts.ts';

const verdict = (change: Partial<Verdict>): Verdict => ({
  present: true,
  by: 'commit',
  tier: 'certain',
  commit: 'c1',
  twice: false,
  ...change,
});
const change = (id: string, workItems: string[] = []): Change => ({
  id,
  subject: id,
  author: 'Ada',
  authoredAt: 1,
  committedAt: 1,
  commits: [id, `${id}-twin`],
  reverts: [],
  workItems,
  verdicts: {},
  releaseOnly: false,
  corrected: false,
});

describe('the rows of the matrix', () => {
  const all = [change('a', ['#2']), change('b'), change('c', ['#1', '#2']), change('d', ['#2'])];

  it('are the changes as they came', () => expect(namesOf(rowsOf(all, false))).toEqual(['a', 'b', 'c', 'd']));

  it('stand below their work item, those of none last', () => {
    expect(rowsOf(all, true).map((row) => (row.kind === 'item' ? (row.item ?? 'none') : row.name))).toEqual([
      '#2',
      'a',
      'd',
      '#1',
      'c',
      'none',
      'b',
    ]);
  });

  it('are walked past the heads of groups', () => {
    const rows = rowsOf(all, true);
    expect(stepFrom(rows, -1, 1)).toBe(1);
    expect(stepFrom(rows, 2, 1)).toBe(4);
    expect(stepFrom(rows, 4, -1)).toBe(2);
    expect(stepFrom(rows, 1, -1)).toBe(1);
    expect(stepFrom(rows, 1, Infinity)).toBe(6);
    expect(stepFrom(rows, 6, -Infinity)).toBe(1);
    expect(stepFrom([], 0, 1)).toBe(0);
  });
});

describe('the columns', () => {
  it('stand as the flow runs, main and lanes behind it', () => {
    const place = (id: string, kind: 'environment' | 'ref' | 'lane') => ({ id, title: id, kind, commit: id });
    const places = [
      place('main', 'ref'),
      place('lane:l1', 'lane'),
      place('production', 'environment'),
      place('qa', 'environment'),
    ];
    const environments = [
      { name: 'qa', order: 10 },
      { name: 'production', order: 30 },
    ];
    expect(placesInFlow(places, environments).map(({ id }) => id)).toEqual(['qa', 'production', 'main', 'lane:l1']);
  });
});

describe('a change is picked by', () => {
  const main = { id: 'main', title: 'main', kind: 'ref', commit: 'm' } as const;

  it('the commit that main has', () => {
    const one = { ...change('a'), verdicts: { main: verdict({ commit: 'on-main' }) } };
    expect(pickOf(one, [main])).toEqual({ commit: 'on-main' });
  });

  it('the newest that carries it, where main has none', () => {
    const one = { ...change('a'), verdicts: { main: verdict({ present: false, commit: 'the-revert' }) } };
    expect(pickOf(one, [main])).toEqual({ commit: 'a-twin' });
  });
});

describe('a verdict looks', () => {
  it.each([
    ['present', verdict({})],
    ['probable', verdict({ tier: 'probable' })],
    ['twice', verdict({ twice: true, tier: 'probable' })],
    ['absent', verdict({ present: false, commit: null })],
    ['reverted', verdict({ present: false, commit: 'r1' })],
    ['unknown', undefined],
  ] as const)('%s', (kind, one) => expect(kindOfVerdict(one)).toBe(kind));
});

describe('what is asked for', () => {
  const route = { screen: 'changes', project: 'p' } as const;

  it('is what the address says', () => {
    expect(filterOf({ ...route, search: 'cart', workItem: '#1', only: 'lost' })).toEqual({
      text: 'cart',
      workItem: '#1',
      only: 'lost',
    });
  });

  it('names two places or none', () => {
    expect(filterOf({ ...route, has: 'main' })).toEqual({});
    expect(filterOf({ ...route, has: 'main', lacks: 'qa' })).toEqual({ between: { has: 'main', lacks: 'qa' } });
  });
});
