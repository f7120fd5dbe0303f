/** Finds lines of an output. A hundred megabytes take less than a second, and others get their turn meanwhile. */
import { open } from 'node:fs/promises';
import type { OutputMatch } from '../../shared/api/runs.ts';
import { controlSequence, withoutSequences } from '../../shared/control-sequences.ts';
import type { OutputSearch } from './output.ts';
import { readTimes, timeOf, type TimeEntry } from './output-times.ts';

const pieceBytes = 1024 * 1024;
const longestText = 500;
/** Of a line with more, the beginning is shown. */
const longestLine = 64 * 1024;
/** Nobody writes longer ones. */
const longestSequence = 4096;

/** Nobody writes more of them between two letters. */
const mostSequences = 32;
const sequenceHere = new RegExp(controlSequence, 'y');
// eslint-disable-next-line no-control-regex -- they are what is taken out
const controls = /[\x00-\x08\x0b-\x1f\x7f]/g;

/**
 * Lines from byte `from` on, and how many there are in all. Everything is done on bytes as characters (latin1), so that a
 * place in a text is a place in the file. Of a line that was overwritten, all that was printed counts.
 */
export async function searchOutput(file: string, wanted: Wanted): Promise<OutputSearch> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return { matches: [], total: 0, more: false };
  try {
    const search = searchIn(wanted, await readTimes(file));
    const buffer = Buffer.alloc(pieceBytes);
    let rest = '';
    for (let at = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes, at);
      at += bytesRead;
      const bytes = rest + buffer.toString('latin1', 0, bytesRead);
      // A line that does not end is looked at in parts: it may be all of the output.
      const end = bytesRead === 0 || bytes.length > 4 * pieceBytes ? bytes.length : bytes.lastIndexOf('\n') + 1;
      search.piece(bytes.slice(0, end));
      rest = bytes.slice(end);
      if (bytesRead === 0) return search.found();
    }
  } finally {
    await handle.close();
  }
}

interface Wanted {
  readonly text: string;
  readonly from: number;
  readonly limit: number;
}

/** Pieces come one after the other, each of whole lines. */
function searchIn({ text, from, limit }: Wanted, times: readonly TimeEntry[]) {
  const pattern = patternOf(text);
  const matches: OutputMatch[] = [];
  let [total, more, offset, line] = [0, false, 0, 1];

  /** The line that begins at `start` holds the text. */
  const found = (bytes: string, start: number, end: number, number: number): void => {
    total += 1;
    const place = offset + start;
    if (place < from) return;
    if (matches.length === limit) more = true;
    else matches.push({ line: number, offset: place, at: timeOf(times, place), text: shown(bytes.slice(start, end)) });
  };
  return {
    piece(bytes: string): void {
      let [number, start] = [line, 0];
      pattern.lastIndex = 0;
      for (let match = pattern.exec(bytes); match; match = pattern.exec(bytes)) {
        for (
          let next = bytes.indexOf('\n', start);
          next >= 0 && next < match.index;
          next = bytes.indexOf('\n', start)
        ) {
          start = next + 1;
          number += 1;
        }
        const inside = sequenceAround(bytes, start, match.index);
        if (inside !== null) {
          pattern.lastIndex = inside;
          continue;
        }
        const newline = bytes.indexOf('\n', match.index);
        found(bytes, start, newline < 0 ? bytes.length : newline, number);
        if (newline < 0) break;
        pattern.lastIndex = newline + 1;
      }
      for (let next = bytes.indexOf('\n', start); next >= 0; next = bytes.indexOf('\n', next + 1)) number += 1;
      line = number;
      offset += bytes.length;
    },
    found: (): OutputSearch => ({ matches, total, more }),
  };
}

/** Where the control sequence ends that a place of the line that begins at `start` is in; null where it is in none. */
function sequenceAround(bytes: string, start: number, place: number): number | null {
  const escape = bytes.slice(Math.max(start, place - longestSequence), place + 1).lastIndexOf('\x1b');
  if (escape < 0) return null;
  sequenceHere.lastIndex = Math.max(start, place - longestSequence) + escape;
  return sequenceHere.test(bytes) && sequenceHere.lastIndex > place ? sequenceHere.lastIndex : null;
}

/** The text with any control sequences in between. ASCII letters in both cases; other characters as their bytes are. */
function patternOf(text: string): RegExp {
  const characters = [...Buffer.from(text).toString('latin1')].map((character) => {
    if (/[a-z]/i.test(character)) return `[${character.toLowerCase()}${character.toUpperCase()}]`;
    return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
  });
  // A lookahead is never entered again: what it has read as one sequence is not tried as two.
  const between = (place: number): string =>
    `(?:(?=(${controlSequence}))\\${String(place)}){0,${String(mostSequences)}}`;
  return new RegExp(characters.map((one, place) => (place === 0 ? one : between(place) + one)).join(''), 'g');
}

/** A line as one reads it. */
const shown = (bytes: string): string =>
  withoutSequences(Buffer.from(bytes.slice(0, longestLine), 'latin1').toString('utf8'))
    .replace(controls, '')
    .slice(0, longestText);
