import { describe, expect, it } from 'vitest';
import type { Conflict, ConflictedFile, LanePick } from '../../../../shared/domain/hotfix.ts';
import {
  beginningOf,
  conflictNames,
  isOf,
  isWhole,
  progressAt,
  progressOf,
} from '../../../../renderer/screens/hotfix/editor/progress.ts';
import { pick } from './lanes.ts';

const side = (object: string) => ({ mode: '100644', object });
const file = (ours: string, theirs: string | null = 't'): ConflictedFile => ({
  ...{ path: 'f', kind: 'content', base: side('b'), ours: side(ours), theirs: theirs === null ? null : side(theirs) },
  ...{ regions: 1, text: '' },
});
const merged = '<<<<<<< lane\na\n=======\nb\n>>>>>>> pick\n';
const conflict = (change: Partial<Conflict> = {}): Conflict => ({
  ...{ pick: 'p', file: file('o'), base: '', ours: 'a\n', theirs: 'b\n', merged, choices: ['ours', 'theirs'] },
  ...{ draft: null, remembered: null },
  ...change,
});
const having = (change: Partial<LanePick>): LanePick => ({ ...pick('p', 'conflict'), files: [file('o')], ...change });
const byHand = { path: 'f', choice: 'content', content: 'by hand\n' } as const;

describe('settling a file', () => {
  it('begins with what was typed, else what was settled, else what git merged', () => {
    expect(beginningOf(conflict({ draft: 'typed' }), having({ settled: [byHand] }))?.from).toBe('draft');
    expect(beginningOf(conflict(), having({ settled: [byHand] }))).toEqual({ text: 'by hand\n', from: 'settled' });
    expect(beginningOf(conflict(), having({}))).toEqual({ text: merged, from: 'merged' });
    expect(beginningOf(conflict({ merged: null }), having({}))).toBeNull();
  });

  it('is open with every conflict that is left, and settled without one', () => {
    expect(progressOf(conflict(), having({}))).toEqual({ state: 'open', left: 1 });
    expect(progressOf(conflict({ draft: 'a\n>>>>>>> pick\n' }), having({}))).toEqual({ state: 'open', left: 1 });
    expect(progressOf(conflict({ draft: 'typed' }), having({}))).toMatchObject({ settlement: { content: 'typed' } });
    expect(progressOf(conflict(), having({ settled: [byHand] }))).toEqual({ state: 'settled', settlement: byHand });
  });

  it('asks for a side where the merged text shows no conflict: a deletion, a mode', () => {
    const deleted = conflict({ file: file('o', null), theirs: null, merged: 'a\n' });
    expect(progressOf(deleted, having({ files: [deleted.file] }))).toEqual({ state: 'open', left: null });
    expect(isWhole(deleted, beginningOf(deleted, having({})))).toBe(true);
    expect(isWhole(conflict(), beginningOf(conflict(), having({})))).toBe(false);
  });

  it('goes line by line whatever side was taken before', () => {
    const taken = having({ settled: [{ path: 'f', choice: 'ours' }] });
    expect(progressOf(conflict(), taken)).toEqual({ state: 'settled', settlement: { path: 'f', choice: 'ours' } });
    expect(progressAt(conflict(), beginningOf(conflict(), taken)?.text ?? '')).toEqual({ state: 'open', left: 1 });
  });

  it('is about the sides that the pick has now, and begins anew with others', () => {
    expect(isOf(conflict(), having({}))).toBe(true);
    expect(isOf(conflict(), having({ files: [file('other')] }))).toBe(false);
    const names = (...files: ConflictedFile[]) => conflictNames(files).get('f');
    expect(names(file('o'))).toBe(names(file('o')));
    expect(names(file('o'))).not.toBe(names(file('other')));
    expect(names(file('o'), { ...file('o'), kind: 'mode' })).not.toBe(names(file('o')));
  });
});
