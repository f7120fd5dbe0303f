/** Splitting a unified diff into its files as it streams in. */
import type { RawChange } from './commands/diff.ts';

export interface Patch {
  /** Which of the changed files it is of. */
  readonly index: number;
  /** From the first hunk on; empty where nothing but a name or mode changed, and for binary files. */
  readonly text: string;
  /** The text was longer than what is kept. */
  readonly cut: boolean;
}

const header = Buffer.from('diff --git ');
const hunk = Buffer.from('@@ ');
const lineFeed = 0x0a;

/**
 * The diffs of changed files, in their order. A line of a file's content begins with a space, a sign or a backslash, and
 * git quotes line breaks in names: no content can pretend to be a header. Where a file became something else (a link, a
 * submodule), git prints two diffs, which are one here. Text that is not UTF-8 gets U+FFFD.
 */
export async function* patchesOf(
  output: AsyncIterable<Buffer>,
  changes: readonly Pick<RawChange, 'letter'>[],
  mostBytes: number,
): AsyncGenerator<Patch> {
  let index = -1;
  let headersLeft = 0;
  let inHunks = false;
  let kept: Buffer[] = [];
  let size = 0;
  const patch = (): Patch => ({
    index,
    text: Buffer.concat(kept).toString('utf8', 0, Math.min(size, mostBytes)),
    cut: size > mostBytes,
  });
  for await (const line of linesOf(output, mostBytes)) {
    if (line.subarray(0, header.length).equals(header)) {
      inHunks = false;
      if (headersLeft > 0) {
        headersLeft -= 1;
        continue;
      }
      if (index >= 0) yield patch();
      index += 1;
      headersLeft = changes[index]?.letter === 'T' ? 1 : 0;
      kept = [];
      size = 0;
      continue;
    }
    inHunks ||= line.subarray(0, hunk.length).equals(hunk);
    if (!inHunks) continue;
    if (size <= mostBytes) kept.push(line);
    size += line.length;
  }
  if (index >= 0) yield patch();
}

/** Lines with their line feeds; of a line longer than `most` only so much is given, and a byte more. */
async function* linesOf(output: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  const hold = (piece: Buffer): void => {
    if (held <= most) rest.push(Buffer.from(piece.subarray(0, most + 1 - held)));
    held += piece.length;
  };
  for await (const data of output) {
    let from = 0;
    for (let end = data.indexOf(lineFeed); end >= 0; end = data.indexOf(lineFeed, from)) {
      const piece = data.subarray(from, end + 1);
      from = end + 1;
      if (held === 0) {
        yield piece;
        continue;
      }
      hold(piece);
      yield Buffer.concat(rest);
      rest = [];
      held = 0;
    }
    if (from < data.length) hold(data.subarray(from));
  }
  if (held > 0) yield Buffer.concat(rest);
}
