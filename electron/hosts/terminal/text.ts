/** Text for a terminal: inert where it is foreign, coloured where that is wanted, aligned in columns. */
import { stripVTControlCharacters, styleText } from 'node:util';
import { withoutSequences } from '../../../shared/domain/printed.ts';
import type { Terminal } from './terminal.ts';

/** Control characters, bidirectional and zero-width ones, and the invisible tags. */
const treacherous =
  // eslint-disable-next-line no-control-regex -- taking them out is the purpose
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]+/gu;

/** Foreign text on one line, without anything that a terminal would act on or that would reorder it. */
export const inert = (text: string): string => withoutSequences(text).replaceAll(treacherous, ' ').trimEnd();

/** At most `width` characters, the last one an ellipsis if something is missing. */
export function clip(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream: only on a terminal, and not where NO_COLOR is set. */
export function paintFor(terminal: Terminal, stream: 'out' | 'err'): Paint {
  const isTty = stream === 'out' ? terminal.outIsTty : terminal.errIsTty;
  const coloured = isTty && !terminal.environment.NO_COLOR && terminal.environment.TERM !== 'dumb';
  return coloured ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}

const widthOf = (cell: string): number => [...stripVTControlCharacters(cell)].length;

/** Rows in aligned columns under their headings; `none` when there are no rows. Cells are inert already. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return `${none}\n`;
  const all = [headings, ...rows];
  const widths = headings.map((_heading, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
}
