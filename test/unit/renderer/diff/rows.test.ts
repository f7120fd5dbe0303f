import { describe, expect, it } from 'vitest';
import { diffRows, lineMax, nextFile, patchRows, type FileDiff } from '../../../../renderer/components/diff/rows.ts';

const file = (path: string, more: Partial<FileDiff> = {}): FileDiff => ({
  path,
  from: null,
  status: 'modified',
  binary: false,
  added: 1,
  deleted: 1,
  patch: '@@ -1 +1 @@\n-a\n+b\n',
  ...more,
});

describe('the rows of a diff', () => {
  it('number the lines on both sides', () => {
    expect(patchRows('@@ -3,3 +4,3 @@ function x\n same\n-old\n+new\n last\n\\ No newline at end of file\n')).toEqual([
      { kind: 'hunk', text: '@@ -3,3 +4,3 @@ function x' },
      { kind: 'same', before: 3, after: 4, text: 'same' },
      { kind: 'deleted', before: 4, after: null, text: 'old' },
      { kind: 'added', before: null, after: 5, text: 'new' },
      { kind: 'same', before: 5, after: 6, text: 'last' },
      { kind: 'remark', text: 'No newline at end of file' },
    ]);
  });

  it('take lines that look like headers for lines, and cut long ones', () => {
    expect(patchRows('@@ -1,2 +1,2 @@\n-@@ -9 +9 @@\n--- a\n+++ b\n').map(({ kind }) => kind)).toEqual([
      'hunk',
      'deleted',
      'deleted',
      'added',
    ]);
    expect(patchRows(`@@ -0,0 +1 @@\n+${'x'.repeat(5000)}\n`)[1]).toMatchObject({ text: 'x'.repeat(lineMax) });
  });

  it('say why a file has none, and leave out what is folded', () => {
    const files = [
      file('a'),
      file('b', { binary: true, patch: '' }),
      file('c', { patch: null }),
      file('d', { status: 'mode', patch: '' }),
    ];
    const rows = diffRows(files, new Set(['a']));
    expect(rows.map((row) => (row.kind === 'nothing' ? row.why : row.kind))).toEqual([
      'file',
      'file',
      'binary',
      'file',
      'too-large',
      'file',
      'no-lines',
    ]);
    expect(nextFile(rows, 0, 1)).toBe(1);
    expect(nextFile(rows, 4, -1)).toBe(3);
    expect(nextFile(rows, 6, 1)).toBe(6);
    expect(nextFile(rows, 0, -1)).toBe(0);
  });
});
