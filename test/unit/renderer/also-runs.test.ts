import { describe, expect, it } from 'vitest';
import type { EnvironmentStatus } from '../../../shared/domain/project.ts';
import { alsoRuns } from '../../../renderer/dialogs/preview/alsoRuns.ts';

const runs = (name: string, release: string | null, order: number, possible = true) =>
  ({ name, order, release: release === null ? null : { id: release }, rollback: { possible } }) as EnvironmentStatus;

describe('what can go back together', () => {
  it('runs the same release, and has one to go back to', () => {
    const all = [
      runs('production', 'two', 3),
      runs('staging', 'two', 2),
      runs('copy', 'two', 4, false),
      runs('qa', 'three', 1),
      runs('test', null, 0),
    ];
    expect(alsoRuns(all, 'production').map(({ name }) => name)).toEqual(['staging']);
    expect(alsoRuns(all, 'qa')).toEqual([]);
    expect(alsoRuns(all, 'test')).toEqual([]);
    expect(alsoRuns(all, 'gone')).toEqual([]);
  });
});
