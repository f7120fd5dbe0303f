/** A diff as rows to draw: pure, so that only those in sight need be drawn. */
import type { CommitDiff } from '../../../shared/domain/change.ts';

export type FileDiff = CommitDiff['files'][number];

export type DiffRow =
  | { readonly kind: 'file'; readonly file: FileDiff; readonly index: number; readonly folded: boolean }
  | { readonly kind: 'hunk'; readonly text: string }
  | {
      readonly kind: 'same' | 'added' | 'deleted';
      /** Line numbers before and after; null on the side that has no such line. */
      readonly before: number | null;
      readonly after: number | null;
      readonly text: string;
    }
  /** What git says of a line, such as that the file ends without a line feed. */
  | { readonly kind: 'remark'; readonly text: string }
  /** A file without lines to show: the reason is the screen's to word. */
  | { readonly kind: 'nothing'; readonly file: FileDiff; readonly why: 'binary' | 'too-large' | 'no-lines' };

/** Characters of a line that are shown. */
export const lineMax = 1000;

/** All rows of a commit's files; those of folded files are left out. */
export function diffRows(files: readonly FileDiff[], folded: ReadonlySet<string>): DiffRow[] {
  return files.flatMap((file, index): DiffRow[] => {
    const head: DiffRow = { kind: 'file', file, index, folded: folded.has(file.path) };
    return head.folded ? [head] : [head, ...bodyOf(file)];
  });
}

function bodyOf(file: FileDiff): DiffRow[] {
  if (file.binary) return [{ kind: 'nothing', file, why: 'binary' }];
  if (file.patch === null) return [{ kind: 'nothing', file, why: 'too-large' }];
  return file.patch === '' ? [{ kind: 'nothing', file, why: 'no-lines' }] : patchRows(file.patch);
}

/** The rows of one unified diff without its header. */
export function patchRows(patch: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let before = 0;
  let after = 0;
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    const text = line.slice(1, lineMax + 1);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      rows.push({ kind: 'hunk', text: line.slice(0, lineMax) });
    } else if (line.startsWith('+')) rows.push({ kind: 'added', before: null, after: after++, text });
    else if (line.startsWith('-')) rows.push({ kind: 'deleted', before: before++, after: null, text });
    else if (line.startsWith('\\')) rows.push({ kind: 'remark', text: text.trim() });
    else rows.push({ kind: 'same', before: before++, after: after++, text });
  }
  return rows;
}

/** Where the head of the next file is, or of the one before; the row itself where there is none. */
export function nextFile(rows: readonly DiffRow[], from: number, step: 1 | -1): number {
  for (let at = from + step; at >= 0 && at < rows.length; at += step) if (rows[at]?.kind === 'file') return at;
  return from;
}
