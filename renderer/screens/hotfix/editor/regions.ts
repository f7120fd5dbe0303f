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

/** The lines of each side as they are without a conflict; none where the side has no such file. */
export interface Sides {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** Lines of either that look like a marker, and are text. */
  readonly like: ReadonlySet<string>;
}

export interface Conflicts {
  readonly regions: readonly Region[];
  /** Lines of markers that lost their partners: as much of a conflict as a whole one. */
  readonly stray: readonly number[];
}

interface Begun {
  readonly start: number;
  /** Of its marker. */
  readonly length: number;
}

const marker = /^(<{7,}|\|{7,}|={7,}|>{7,})(?: |\r?$)/;
const noSides: Sides = { ours: [], theirs: [], like: new Set() };

/**
 * Every conflict. Git writes all markers of a text in one length, longer than 7 where `.gitattributes` says so: a line
 * of another length, such as a title's underline, is text. What a side itself holds is text too.
 */
export function conflictsIn(lines: Iterable<string>, sides: Sides = noSides): Conflicts {
  const all = [...lines];
  const regions: Region[] = [];
  const stray: number[] = [];
  let begun: Begun | null = null;
  for (const [index, line] of all.entries()) {
    const number = index + 1;
    const mark = marker.exec(line)?.[1];
    // Inside of a region other lengths are text, or conflicts of what both began with.
    if (!mark || sides.like.has(plain(line)) || (begun && mark.length !== begun.length)) continue;
    if (mark.startsWith('<')) {
      if (begun) stray.push(begun.start);
      begun = { start: number, length: mark.length };
    } else if (mark.startsWith('>')) {
      const region = begun && regionOf(all, begun, number, sides);
      if (region) regions.push(region);
      else stray.push(...(begun ? [begun.start] : []), number);
      begun = null;
    }
  }
  if (begun) stray.push(begun.start);
  return { regions, stray };
}

/** How many conflicts are left to settle. */
export const countOf = ({ regions, stray }: Conflicts): number => regions.length + stray.length;

/** The region between two markers; null where nothing parts its sides. */
function regionOf(all: readonly string[], { start, length }: Begun, end: number, sides: Sides): Region | null {
  const are = (symbol: string) =>
    Array.from({ length: end - start - 1 }, (_none, index) => start + 1 + index).filter((number) => {
      const mark = marker.exec(all[number - 1] ?? '')?.[1];
      return mark?.startsWith(symbol) && mark.length === length;
    });
  const middles = are('=').filter((number) => /^=+\r?$/.test(all[number - 1] ?? ''));
  const base = are('|').find((number) => number < (middles.at(-1) ?? 0)) ?? 0;
  const candidates = middles
    .filter((middle) => middle > base)
    .map((middle) => ({
      start,
      end,
      ours: { from: start + 1, to: base || middle },
      base: base > 0 ? { from: base + 1, to: middle } : null,
      theirs: { from: middle + 1, to: end },
    }));
  // A side may hold a line that is like the one between them: the right one leaves to each side what stands there.
  const stands = ({ from, to }: Part, side: readonly string[]) =>
    from === to || locate(side, all.slice(from - 1, to - 1).map(plain)) >= 0;
  const fits = ({ ours, theirs }: Region) => stands(ours, sides.ours) && stands(theirs, sides.theirs);
  return (candidates.length > 1 ? candidates.find(fits) : undefined) ?? candidates.at(-1) ?? null;
}

const plain = (line: string): string => line.replace(/\r$/, '');

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

/** A text as it goes into an editor with that separator: in one that keeps mixed line ends, every end stays its own. */
export const withBreaks = (text: string, lineBreak: string): string =>
  lineBreak === '\r\n' ? text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n') : text;

/** The sides of a conflict as lines; null where a side has no such file. */
export function sidesOf({ ours, theirs }: { ours: string | null; theirs: string | null }): Sides {
  const linesOf = (text: string | null) => text?.split('\n').map(plain) ?? [];
  const [one, other] = [linesOf(ours), linesOf(theirs)];
  return { ours: one, theirs: other, like: new Set([...one, ...other].filter((line) => /^[<>]{7}/.test(line))) };
}
