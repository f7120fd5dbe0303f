/**
 * The `.gitattributes` files of a tree as one file. A bare repository reads none of them, and merging depends on them:
 * so each pattern is rewritten to hold in its own folder only, shallow folders first, since later lines win.
 *
 * Only attributes that a merge in git itself understands get through, under names that no configuration could turn into
 * a program: a custom merge driver becomes the ordinary three-way merge, as it is in a clone that does not define it.
 */

/** One `.gitattributes`: its folder (latin1, `''` for the root) and its content (latin1). */
export interface AttributesFile {
  readonly folder: string;
  readonly text: string;
}

const blank = ' \t\r\n';
/** git ignores longer lines, and so does this, before a folder makes them longer. */
const lineMax = 2048;
const macroPrefix = '[attr]';
const builtInDrivers = new Set(['text', 'binary', 'union']);

/** The text of one file that stands for all of them (latin1). */
export function translateAttributes(files: readonly AttributesFile[]): string {
  const byDepth = [...files].sort((a, b) => depth(a.folder) - depth(b.folder) || (a.folder < b.folder ? -1 : 1));
  const root = byDepth.filter(({ folder }) => folder === '');
  const macros = new Set(root.flatMap(({ text }) => linesOf(text).flatMap(({ macro }) => (macro ? [macro] : []))));
  return byDepth
    .flatMap(({ folder, text }) =>
      linesOf(text).flatMap((line) => {
        const states = line.states.flatMap((state) => translateState(state, macros));
        if (states.length === 0) return [];
        if (line.macro !== null) return folder === '' ? [`${macroPrefix}${line.macro} ${states.join(' ')}`] : [];
        const pattern = patternIn(folder, line.pattern);
        return pattern === null ? [] : [`${quoted(pattern)} ${states.join(' ')}`];
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

const depth = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);

interface Line {
  readonly pattern: string;
  /** The name that the line defines instead of matching a pattern. */
  readonly macro: string | null;
  readonly states: readonly State[];
}

interface State {
  readonly name: string;
  readonly value: string | true | false | null;
}

function linesOf(text: string): Line[] {
  return text
    .replace(/^\xef\xbb\xbf/, '')
    .split('\n')
    .flatMap((line) => lineOf(line) ?? []);
}

function lineOf(text: string): Line | null {
  const line = text.replace(/^[ \t\r]+/, '');
  if (line === '' || line.startsWith('#') || text.length >= lineMax) return null;
  const unquoted = line.startsWith('"') ? unquote(line) : null;
  const word = (from: string): string => /^[^ \t\r\n]*/.exec(from)?.[0] ?? '';
  const pattern = unquoted?.value ?? word(line);
  const rest = line.slice(unquoted?.length ?? pattern.length);
  const macro =
    pattern.startsWith(macroPrefix) && pattern !== macroPrefix ? word(pattern.slice(macroPrefix.length)) : null;
  if (macro === null ? pattern.startsWith('!') : !isName(macro)) return null;
  const states = rest
    .split(new RegExp(`[${blank}]+`))
    .filter((state) => state !== '')
    .map(stateOf);
  // One bad attribute makes git ignore its whole line.
  return states.every((state) => state !== null) ? { pattern, macro, states } : null;
}

const isName = (name: string): boolean => /^[A-Za-z0-9_.][-A-Za-z0-9_.]*$/.test(name) && !name.startsWith('builtin_');

function stateOf(text: string): State | null {
  const sign = /^[-!]/.exec(text)?.[0];
  const [, name = '', value] = /^([^=]*)(?:=([^]*))?$/.exec(sign ? text.slice(1) : text) ?? [];
  if (!isName(name)) return null;
  if (sign === '-') return { name, value: false };
  if (sign === '!') return { name, value: null };
  return { name, value: value ?? true };
}

function translateState({ name, value }: State, macros: ReadonlySet<string>): string[] {
  const written =
    typeof value === 'string'
      ? `${name}=${value}`
      : `${{ true: '', false: '-', null: '!' }[String(value) as 'true']}${name}`;
  if (name === 'merge') return [typeof value === 'string' && !builtInDrivers.has(value) ? 'merge' : written];
  // A driver of this name decides nothing here but whether a file is text; one that is not built in decides nothing.
  if (name === 'diff') return [typeof value === 'string' ? '!diff' : written];
  if (name === 'conflict-marker-size')
    return [typeof value === 'string' && !/^\d{1,3}$/.test(value) ? '!conflict-marker-size' : written];
  // With a value a macro is not expanded, and still hides what lines above say of it.
  return name === 'binary' || macros.has(name) ? [typeof value === 'string' ? `-${name}` : written] : [];
}

/** A pattern of a folder as one of the root; null for what can match no file. */
function patternIn(folder: string, pattern: string): string | null {
  if (folder === '') return pattern;
  const at = folder.replaceAll(/[!\\*?[]/g, '\\$&');
  const inner = pattern.replace(/^\//, '');
  if (pattern.endsWith('/') || inner === '') return null;
  return pattern.includes('/') ? `${at}/${inner}` : `${at}/**/${inner}`;
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A C-quoted word at the start of a line, and how long it is there; null when it is not one. */
function unquote(line: string): { value: string; length: number } | null {
  const match = /^"((?:[^"\\]|\\(?:[abfnrtv"\\]|[0-3][0-7]{2}))*)"/.exec(line);
  if (!match?.[1] && match?.[1] !== '') return null;
  const value = match[1].replaceAll(/\\(?:([0-3][0-7]{2})|(.))/g, (_whole, octal?: string, letter = '') =>
    octal === undefined ? (escapes[String(letter)] ?? String(letter)) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return { value, length: match[0].length };
}

const quoted = (pattern: string): string =>
  `"${pattern.replaceAll(/["\\]|[^\x21-\x7e]/g, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )}"`;
