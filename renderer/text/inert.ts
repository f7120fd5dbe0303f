/**
 * Text of repositories and logs, made harmless to the eye: control characters and the ones that break lines or turn
 * the direction of writing are shown as marks, so that a commit message cannot pretend to be something else.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const disturbing = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** Replaces every disturbing character by a visible mark. Tabs and line feeds stay. */
export const inert = (text: string): string => text.replace(disturbing, mark);

function mark(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/** The first line, inert. */
export const firstLine = (text: string): string => inert(text.split(/\r?\n/, 1)[0] ?? '');

/** Shortens in the middle: the ends of names tell them apart. `most` counts characters, the ellipsis included. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join('')}\u2026${characters.slice(characters.length - (most - 1 - head)).join('')}`;
}
