/** Object names to and from git, one a line. */
import type { Readable } from 'node:stream';

export const linesOf = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

/** The lines of a stream of plain ASCII, without their ends. */
export async function linesIn(stream: Readable): Promise<string[]> {
  const lines: string[] = [];
  let rest = '';
  for await (const chunk of stream.setEncoding('latin1')) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(part);
  }
  return rest === '' ? lines : [...lines, rest];
}
