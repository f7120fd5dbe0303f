/** A text in lines, as it comes. */
const longestCharacters = 20_000;

/** Lines without their ends, as many at a time as have come; of one longer than 20,000 characters its beginning. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let begun = '';
  for await (const piece of pieces) {
    const lines = decoder.decode(piece, { stream: true }).split('\n');
    lines[0] = begun + (lines[0] ?? '');
    begun = (lines.pop() ?? '').slice(0, longestCharacters);
    yield lines.map(cut);
  }
  if (begun !== '') yield [cut(begun)];
}

const cut = (line: string): string => {
  const kept = line.length > longestCharacters ? line.slice(0, longestCharacters) : line;
  return kept.endsWith('\r') ? kept.slice(0, -1) : kept;
};
