/** The format of `.env` and `env_file:` files: `KEY=value` lines, quotes, comments, interpolation outside single quotes. */
import { interpolate, type Lookup } from './interpolate.ts';

export interface EnvironmentFile {
  /** `null` for a key without a value: it is taken from the variables. */
  readonly values: ReadonlyMap<string, string | null>;
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:]\s*|$)/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$$' };

/** Reads such a file. A value may use keys above it, and what `lookup` knows, which wins. `raw` takes values as they stand. */
export function parseEnvironmentFile(text: string, lookup: Lookup, raw = false): EnvironmentFile {
  const values = new Map<string, string | null>();
  const errors: { line: number; message: string }[] = [];
  const known: Lookup = (name) => lookup(name) ?? values.get(name) ?? undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (/^\s*(#|$)/.test(line)) continue;
    const match = assignment.exec(line);
    if (!match) {
      errors.push({ line: index + 1, message: 'this is not KEY=value' });
      continue;
    }
    const [start, key = ''] = match;
    const rest = line.slice(start.length);
    if (!/[=:]/.test(start)) values.set(key, null);
    else if (raw) values.set(key, rest);
    else if (rest.startsWith("'") || rest.startsWith('"')) {
      const quoted = readQuoted(lines, index, rest);
      if (!quoted) {
        errors.push({ line: index + 1, message: 'the quote is never closed' });
        break;
      }
      const single = rest.startsWith("'");
      put(
        key,
        single ? quoted.text : quoted.text.replace(/\\([\s\S])/g, (whole, next: string) => escapes[next] ?? whole),
        !single,
        index,
      );
      index = quoted.lastLine;
    } else put(key, rest.replace(/(^|\s+)#.*$/, '').trimEnd(), true, index);
  }
  return { values, errors };

  function put(key: string, value: string, interpolates: boolean, index: number): void {
    const done = interpolates ? interpolate(value, known) : { text: value, error: null };
    if (done.error !== null) errors.push({ line: index + 1, message: done.error });
    values.set(key, done.text);
  }
}

/** A quoted value may go on over several lines. */
function readQuoted(lines: readonly string[], first: number, rest: string): { text: string; lastLine: number } | null {
  const quote = rest.charAt(0);
  let text = rest.slice(1);
  for (let index = first; index < lines.length; index += 1) {
    if (index > first) text += `\n${lines[index] ?? ''}`;
    const end = quote === "'" ? text.indexOf("'") : closingQuote(text);
    if (end >= 0) return { text: text.slice(0, end), lastLine: index };
  }
  return null;
}

function closingQuote(text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return -1;
}
