import { describe, expect, it } from 'vitest';
import { matchRelease } from '../../../electron/hosts/terminal/find-release.ts';
import { revisionNumber } from '../../../electron/hosts/terminal/rollback.ts';
import { release } from './engine.ts';

const commit = (start: string): string => start.padEnd(40, '0');
const releases = [
  release({ id: 'abcd02', commit: commit('1111aa'), tag: null }),
  release({ id: 'abcd01', commit: commit('1111bb'), tag: 'v2' }),
  release({ id: 'eeee01', commit: commit('1111bb'), tag: null }),
];
const found = (text: string) => matchRelease(releases, text)?.id ?? null;

describe('a release on the command line', () => {
  it('is named by its id, its commit or its tag', () =>
    expect(['abcd01', commit('1111aa'), 'v2', '1111AA'].map(found)).toEqual(['abcd01', 'abcd02', 'abcd01', 'abcd02']));
  it('is the newest of its commit', () => expect(found('1111bb')).toBe('abcd01'));
  it('is not guessed', () => {
    expect(() => found('abcd')).toThrow('fits 2 releases');
    expect(() => found('1111')).toThrow('fits 3 releases');
    expect([found('eee'), found('v'), found(''), found('zzzz')]).toEqual([null, null, null, null]);
  });
});

describe('what a rollback goes back to', () => {
  it('is a revision if it is a short number, else a release', () =>
    expect(['12', 'r12', '1234567', '12ab', '-1', ''].map(revisionNumber)).toEqual([12, 12, null, null, null, null]));
});
