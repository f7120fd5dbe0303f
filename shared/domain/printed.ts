/** Text that was printed for a terminal, which may be anything: no pattern here takes longer than the text is long. */

/** In this order: control sequences such as colours, strings such as window titles and links, all other escapes. */
const sequence =
  // eslint-disable-next-line no-control-regex -- escape sequences are what this looks for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b(?:[ -/]*[0-~])?/g;

/** The text without what a terminal acts on. Node's own pattern looks for the end of each title in all that follows it. */
export const withoutSequences = (text: string): string => text.replaceAll(sequence, '');

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
