/**
 * Terminal sequences in log lines, made harmless: colours and weight become styled spans, every other sequence is
 * dropped, and what is left of control characters is shown as marks.
 */
import { inert } from '../text/inert.ts';

export interface Span {
  readonly text: string;
  /** 0 to 7, as in a terminal; null for the ordinary colour. */
  readonly colour: number | null;
  readonly bold: boolean;
}

/** In this order: control sequences such as colours, strings such as window titles and links, all other escapes. */
const sequence =
  // eslint-disable-next-line no-control-regex -- escape sequences are what this looks for
  /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b(?:[ -/]*[0-~])?/g;

/** Splits a line at its sequences. A line never carries a colour over to the next one. */
export function parseSgr(line: string): Span[] {
  const spans: Span[] = [];
  let style: Omit<Span, 'text'> = { colour: null, bold: false };
  let from = 0;
  const add = (text: string) => {
    if (text) spans.push({ text: inert(text), ...style });
  };
  for (const match of line.matchAll(sequence)) {
    add(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  add(line.slice(from));
  return spans;
}

/** The line without its sequences, for search and copies. */
export const plainText = (line: string): string => inert(line.replace(sequence, ''));

function restyle(style: Omit<Span, 'text'>, parameters: string): Omit<Span, 'text'> {
  let { colour, bold } = style;
  // Parameters with a mark of their own, such as `>4;1`, set something else than a style.
  if (/[<=>?]/.test(parameters)) return style;
  const codes = parameters.split(';');
  for (let i = 0; i < codes.length; i += 1) {
    // What follows a colon belongs to the code before it; a plain code never has any.
    const [first, ...more] = (codes[i] ?? '').split(':');
    if (more.length > 0) continue;
    const code = Number(first);
    if (code === 0) [colour, bold] = [null, false];
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code === 39) colour = null;
    else if (code >= 30 && code <= 37) colour = code - 30;
    else if (code >= 90 && code <= 97) colour = code - 90;
    else if (code === 38 || code === 48 || code === 58) i += codes[i + 1] === '5' ? 2 : 4;
  }
  return { colour, bold };
}
