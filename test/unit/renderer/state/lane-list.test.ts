import { describe, expect, it } from 'vitest';
import { joined, placeIn } from '../../../../renderer/state/laneList.ts';
import { whereNow } from '../../../../renderer/dialogs/lane/whereNow.ts';
import { lane, pick } from '../hotfix/lanes.ts';

const never = () => false;

describe('lanes as they are answered', () => {
  it('never take back an edit, nor a lane that was started since', () => {
    const [old, held, started] = [lane({ version: 2 }), lane({ version: 3 }), lane({ id: 'l2' })];
    expect(joined([old], [held], never)).toEqual([held]);
    expect(joined([old], [held, started], ({ id }) => id === 'l2')).toEqual([started, held]);
  });

  it('lose what is gone', () => expect(joined([], [lane()], never)).toEqual([]));
});

describe('the place of a pick', () => {
  const three = lane({ picks: [pick('a'), pick('b'), pick('c')] });
  it('is that of the pick that it goes before, wherever that is by then', () =>
    expect(placeIn(three, 'c')).toEqual({ at: 2 }));
  it('is the end where that is gone or none was named', () => {
    expect(placeIn(three, 'x')).toEqual({});
    expect(placeIn(three, null)).toEqual({});
  });
});

describe('where a branch is', () => {
  const left = { branch: 'release/x', published: [{ to: 'repository', commit: 'l', at: 1 }] };
  const branch = { name: 'release/x', kind: 'branch', commit: 'n' } as const;
  const elsewhere = { branch: 'release/x', published: [{ to: 'origin', commit: 'o', at: 1 }] };
  it.each([
    ['as the repository says', left, 'repository', [branch], 'n'],
    ['as it was left, while the repository is read', left, 'repository', null, 'l'],
    ['nowhere, once it was deleted there', left, 'repository', [], null],
    ['as a remote had it last', elsewhere, 'origin', [], 'o'],
    [
      'as a remote was seen last',
      elsewhere,
      'origin',
      [{ name: 'origin/release/x', kind: 'remote', commit: 'r' }],
      'r',
    ],
  ] as const)('%s', (_what, one, to, refs, expected) => {
    expect(whereNow({ ...one, published: [...one.published] }, to, refs)).toBe(expected);
  });
});
