/** Text that was printed for a terminal, which may be anything: nothing here takes longer than the text is long. */

/** Of a line that was overwritten what a terminal shows in the end: a progress bar once. */
export function lastState(line: string): string {
  const end = endWithout(line, '\r');
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

/** The last lines of a text; empty ones at its end do not count. */
export const lastLines = (text: string, count: number): string =>
  text.slice(0, endWithout(text, '\n')).split('\n').slice(-count).join('\n');

/** Where a text ends without a character that it ends with. A pattern would try each run of them anew from each of its places. */
function endWithout(text: string, character: string): number {
  let end = text.length;
  while (text[end - 1] === character) end -= 1;
  return end;
}
