import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../../../renderer/dialogs/lane/candidates.ts';
import { environment, release, status } from '../pictures.ts';

const at = (commit: string) => ({ ...release, id: commit.slice(0, 7), commit });
const [c1, c2] = ['1'.repeat(40), '2'.repeat(40)];

describe('what may go to production after a hotfix', () => {
  const picture = status({
    environments: [
      environment({ name: 'qa', kind: 'qa', order: 10, release: at(c1) }),
      environment({ name: 'staging', kind: 'staging', order: 20, release: at(c2) }),
      environment({ name: 'production', kind: 'production', order: 30, release: at(c1) }),
      environment({ name: 'production-copy', kind: 'production-copy', order: 40, release: at(c1) }),
    ],
  });

  it('is what waits on the way there, the nearest first', () => {
    expect(candidatesOf(picture, [])).toEqual([
      { commit: c2, label: '2222222, in staging' },
      { commit: c1, label: '1111111, in qa' },
    ]);
  });

  it('is first of all what it pushed aside, named once', () => {
    const parked = { environment: 'staging', release: 'r1', commit: c1, revision: 3, by: 'r2', lacks: [] };
    expect(candidatesOf(picture, [parked]).map(({ label }) => label)).toEqual([
      '1111111, parked in staging',
      '2222222, in staging',
    ]);
  });

  it('is nothing where nothing runs', () => expect(candidatesOf(status(), [])).toEqual([]));
});
