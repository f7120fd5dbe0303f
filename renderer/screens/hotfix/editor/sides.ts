/** What the sides of a conflict changed, and where a conflict stands in them. */
import { Chunk } from '@codemirror/merge';
import { StateEffect, StateField, Text, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Bounds for the comparison: with the library's own, nearly everything of a long file counts as changed. */
const bounds = { scanLimit: 10_000, timeout: 500 };

/** Marks the lines of `text` that differ from `base`. */
export function changedLines(text: string, base: string | null): Extension {
  if (base === null || text === base) return [];
  const [a, b] = [textOf(base), textOf(text)];
  const mark = Decoration.line({ class: 'cm-changed' });
  const lines = new Set<number>();
  for (const { fromB, endB } of Chunk.build(a, b, bounds)) {
    if (endB < fromB) continue;
    const last = b.lineAt(Math.min(b.length, endB)).number;
    for (let number = b.lineAt(Math.min(b.length, fromB)).number; number <= last; number += 1) lines.add(number);
  }
  return EditorView.decorations.of(
    Decoration.set(
      [...lines].map((number) => mark.range(b.line(number).from)),
      true,
    ),
  );
}

/** Where a line of `text`, from 1, stands in `other`: the same line where it is unchanged, else where its change begins. */
export function lineIn(text: string, other: string, line: number): number {
  const [a, b] = [textOf(text), textOf(other)];
  const at = a.line(Math.min(line, a.lines)).from;
  let shift = 0;
  for (const chunk of Chunk.build(a, b, bounds)) {
    if (chunk.fromA > at) break;
    if (at < chunk.toA) return b.lineAt(Math.min(b.length, chunk.fromB)).number;
    shift = chunk.toB - chunk.toA;
  }
  return b.lineAt(Math.max(0, Math.min(b.length, at + shift))).number;
}

export const textOf = (text: string): Text => Text.of(text.split(/\r\n|\n/));

/** Shows where the current conflict is: lines from 1, `to` behind the last; null for none. */
export const showHere = StateEffect.define<{ from: number; to: number } | null>();

export const here = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, change) {
    let now = before.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(showHere)) continue;
      const doc = change.newDoc;
      const place = effect.value;
      const mark = Decoration.line({ class: 'cm-here' });
      now = place
        ? Decoration.set(
            Array.from({ length: Math.max(0, Math.min(place.to, doc.lines + 1) - place.from) }, (_none, index) =>
              mark.range(doc.line(place.from + index).from),
            ),
          )
        : Decoration.none;
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});
