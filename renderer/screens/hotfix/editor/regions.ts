/**
 * The conflicts in a merged text, by git's markers: pure, over lines. What a person types is read the same way, so a
 * text is settled exactly when no marker is left in it.
 */

/** Lines are counted from 1; `from` is the first of a part, `to` the one behind its last. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

export interface Region {
  /** The line of `<<<<<<<`. */
  readonly start: number;
  /** The line of `>>>>>>>`. */
  readonly end: number;
  readonly ours: Part;
  /** Where the merge wrote what both began with (`|||||||`). */
  readonly base: Part | null;
  readonly theirs: Part;
}

export type Choice = 'ours' | 'theirs' | 'both';

const begin = /^<{7,}(?: |\r?$)/;
const common = /^\|{7,}(?: |\r?$)/;
const middle = /^={7,}\r?$/;
const close = /^>{7,}(?: |\r?$)/;

/** Whole regions only: a marker without its partners is text. */
export function regionsIn(lines: Iterable<string>): Region[] {
  const regions: Region[] = [];
  let start = 0;
  let base = 0;
  let split = 0;
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (begin.test(line)) [start, base, split] = [number, 0, 0];
    else if (start === 0) continue;
    else if (split === 0 && base === 0 && common.test(line)) base = number;
    else if (split === 0 && middle.test(line)) split = number;
    else if (split > 0 && close.test(line)) {
      regions.push({
        start,
        end: number,
        ours: { from: start + 1, to: base || split },
        base: base > 0 ? { from: base + 1, to: split } : null,
        theirs: { from: split + 1, to: number },
      });
      start = 0;
    }
  }
  return regions;
}

/** The lines that a choice leaves of a region. */
export function chosenLines(region: Region, choice: Choice, line: (number: number) => string): string[] {
  const linesOf = ({ from, to }: Part) => Array.from({ length: to - from }, (_none, index) => line(from + index));
  const ours = choice === 'theirs' ? [] : linesOf(region.ours);
  const theirs = choice === 'ours' ? [] : linesOf(region.theirs);
  return [...ours, ...theirs];
}

/** The region at a line, else the next one after it, else the first; -1 when there is none. */
export function regionAfter(regions: readonly Region[], line: number): number {
  const next = regions.findIndex((region) => region.start > line);
  return next >= 0 ? next : regions.length > 0 ? 0 : -1;
}

/** The last region before a line, else the last of all; -1 when there is none. */
export function regionBefore(regions: readonly Region[], line: number): number {
  const before = regions.findLastIndex((region) => region.end < line);
  return before >= 0 ? before : regions.length - 1;
}

export const regionAt = (regions: readonly Region[], line: number): number =>
  regions.findIndex((region) => region.start <= line && line <= region.end);

/** Where a block of lines stands in a text, as the index of its first line, from `after` on; -1 when it does not. */
export function locate(text: readonly string[], block: readonly string[], after = 0): number {
  if (block.length === 0) return -1;
  for (let at = after; at + block.length <= text.length; at += 1)
    if (block.every((line, index) => text[at + index] === line)) return at;
  return -1;
}

/** The separator that keeps a text's own line ends: all of them CRLF, or whatever they are. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  const all = text.split('\n').length - 1;
  return all > 0 && text.split('\r\n').length - 1 === all ? '\r\n' : '\n';
}
