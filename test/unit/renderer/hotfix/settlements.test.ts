import { describe, expect, it } from 'vitest';
import type { ConflictedFile } from '../../../../shared/domain/hotfix.ts';
import { pathsOf, settlementsOf, whyNot } from '../../../../renderer/screens/hotfix/editor/settlements.ts';

const file = (path: string): ConflictedFile => ({
  path,
  kind: 'content',
  base: null,
  ours: null,
  theirs: null,
  regions: 1,
  text: '',
});
const files = [file('a.ts'), file('b.ts'), file('a.ts')];
const settled = (path: string) => ({ state: 'settled', settlement: { path, choice: 'ours' } }) as const;

describe('settling a pick', () => {
  it('asks for each file once', () => expect(pathsOf(files)).toEqual(['a.ts', 'b.ts']));

  it('waits for every file, and says for which', () => {
    expect(settlementsOf(files, { 'a.ts': settled('a.ts') })).toBeNull();
    expect(whyNot(files, {})).toBe('Still open: a.ts and 1 more file.');
    expect(whyNot(files, { 'a.ts': settled('a.ts'), 'b.ts': { state: 'open', left: 2 } })).toBe(
      'Still open: b.ts (2 conflicts).',
    );
  });

  it('sends one settlement for each file', () => {
    const all = { 'a.ts': settled('a.ts'), 'b.ts': settled('b.ts') };
    expect(whyNot(files, all)).toBeNull();
    expect(settlementsOf(files, all)).toEqual([
      { path: 'a.ts', choice: 'ours' },
      { path: 'b.ts', choice: 'ours' },
    ]);
  });
});
