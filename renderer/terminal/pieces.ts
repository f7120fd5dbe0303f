/** Pieces of a stage's output, by their place in it: how they are cut, and read a window at a time. */
import type { OutputChunk } from '../../shared/api/runs.ts';

/** Asks for the output from a place on: to its present end, or for as long as the stage prints. */
export type ReadOutput = (from: number, follow: boolean, signal: AbortSignal) => AsyncIterable<OutputChunk>;

const bytesOf = (text: string): number => encoder.encode(text).length;
const encoder = new TextEncoder();

/** Where in a text its first `bytes` bytes of UTF-8 end, counted in whole characters. */
export function indexAfter(text: string, bytes: number): number {
  let left = bytes;
  let index = 0;
  while (left > 0 && index < text.length) {
    const code = text.codePointAt(index) ?? 0;
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    index += code < 0x10000 ? 1 : 2;
  }
  return index;
}

/** What of a piece comes before a place. */
export function before(piece: OutputChunk, offset: number): OutputChunk {
  if (piece.next <= offset) return piece;
  return { ...piece, next: offset, text: piece.text.slice(0, indexAfter(piece.text, offset - piece.offset)) };
}

/**
 * The piece from its first whole line on: what was asked for from somewhere in the middle may begin inside of a line, of
 * a character, or of a control sequence. A piece that is one line only stays as it is.
 */
export function fromLineStart(piece: OutputChunk): OutputChunk {
  const feed = piece.text.indexOf('\n');
  if (piece.offset === 0 || feed < 0 || feed === piece.text.length - 1) return piece;
  const dropped = piece.text.slice(0, feed + 1);
  return { ...piece, offset: Math.min(piece.next, piece.offset + bytesOf(dropped)), text: piece.text.slice(feed + 1) };
}

/** The first lines of a piece, at most so many, and how many they are. */
function firstLines(piece: OutputChunk, most: number): { readonly piece: OutputChunk; readonly lines: number } {
  let lines = 0;
  let end = 0;
  for (let feed = piece.text.indexOf('\n'); feed >= 0 && lines < most; feed = piece.text.indexOf('\n', end)) {
    lines += 1;
    end = feed + 1;
  }
  if (lines < most) return { piece, lines };
  const text = piece.text.slice(0, end);
  return { piece: { ...piece, next: Math.min(piece.next, piece.offset + bytesOf(text)), text }, lines };
}

/** Reads what is between two places, cut at the second; shorter where the output ends, or has `mostLines`, before it. */
export async function readBetween(
  read: ReadOutput,
  from: number,
  to: number,
  signal: AbortSignal,
  mostLines = Infinity,
): Promise<OutputChunk[]> {
  const pieces: OutputChunk[] = [];
  let left = mostLines;
  if (to <= from) return pieces;
  const stop = new AbortController();
  const cancel = () => stop.abort();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const piece of read(from, false, stop.signal)) {
      if (piece.offset >= to) break;
      const wanted = firstLines(before(piece, to), left);
      pieces.push(wanted.piece);
      left -= wanted.lines;
      if (piece.next >= to || left === 0) break;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    stop.abort();
  }
  return pieces;
}

/** Bytes that are drawn before it is looked whether something else is wanted. */
const bytesTogether = 64 * 1024;

/** The pieces in groups that are drawn together: what is printed slowly comes in thousands of them. */
export function together(pieces: readonly OutputChunk[]): OutputChunk[][] {
  const groups: OutputChunk[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && piece.next - first.offset <= bytesTogether) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

/** Characters of a slice: so few that the lines of one cannot be more than a terminal holds. */
const sliceLength = 8192;

/** The piece in slices that end with lines where they can, each with its own place. */
export function slicesOf(piece: OutputChunk): OutputChunk[] {
  const slices: OutputChunk[] = [];
  let { offset, text } = piece;
  while (text.length > sliceLength) {
    const feed = text.lastIndexOf('\n', sliceLength - 1);
    let length = feed < 0 ? sliceLength : feed + 1;
    // Never between the two halves of a character.
    if (/[\uD800-\uDBFF]/.test(text[length - 1] ?? '')) length += 1;
    const next = Math.min(piece.next, offset + bytesOf(text.slice(0, length)));
    slices.push({ ...piece, offset, next, text: text.slice(0, length) });
    offset = next;
    text = text.slice(length);
  }
  return [...slices, { ...piece, offset, text }];
}
