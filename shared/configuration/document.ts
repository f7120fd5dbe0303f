/** YAML read as hostile text, with the place of everything in it. Both slipway.yaml and Compose files are read by this. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { problemOf, type Json, type Problem } from '../problem.ts';

export type Path = readonly (string | number)[];
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Remark {
  readonly path: Path;
  /** Whether the key itself is meant, rather than its value. */
  readonly atKey?: boolean;
  readonly nearest?: string | undefined;
  readonly hint?: string | undefined;
}

const largestFile = 1_000_000;
/** Aliases multiply: nine lines of them can stand for a billion values. */
const mostAliases = 100;
/** One slip early in a file makes everything after it wrong too. */
const mostSyntaxProblems = 20;

export class YamlFile {
  readonly file: string;
  readonly document: Document.Parsed;
  private readonly code: Problem['code'];
  private readonly lines: LineCounter;

  /** `code` is the one that problems of this file carry. */
  constructor(file: string, text: string, code: Problem['code']) {
    this.file = file;
    this.code = code;
    this.lines = new LineCounter();
    const options = {
      lineCounter: this.lines,
      prettyErrors: false,
      stringKeys: true,
      merge: true,
      keepSourceTokens: true,
    };
    this.document = parseDocument(text, options);
  }

  /** A problem at a path: `FILE:LINE:COLUMN: message`. */
  problem(message: string, remark: Remark, code = this.code): Problem {
    return this.problemAt(this.place(remark.path, remark.atKey ?? false), message, remark, code);
  }

  /** `FILE:LINE:COLUMN: text`, for notices. */
  said(text: string, path: Path, atKey = false): string {
    const { line, column } = this.place(path, atKey);
    return `${this.file}:${line}:${column}: ${text}`;
  }

  /** The same, at an offset into the text. */
  problemAtOffset(message: string, offset: number, remark: Remark): Problem {
    return this.problemAt(this.placeOfOffset(offset), message, remark, this.code);
  }

  saidAtOffset(text: string, offset: number): string {
    const { line, column } = this.placeOfOffset(offset);
    return `${this.file}:${line}:${column}: ${text}`;
  }

  /** What the parser itself found wrong: syntax, duplicate keys, tags that nobody knows. */
  syntaxProblems(): Problem[] {
    const errors = [...this.document.errors, ...this.document.warnings];
    // The parser descends with the nesting, and says so when thousands of open brackets have exhausted the stack.
    if (errors.some(({ message }) => message.includes('call stack')))
      return [this.problem('the file is nested too deeply to be read', { path: [] })];
    // After the first slip the rest of its line makes no sense either.
    const lineOf = (error: (typeof errors)[number]) => this.placeOfOffset(error.pos[0]).line;
    const firsts = errors.filter((error, index) => index === 0 || lineOf(error) !== lineOf(errors[index - 1] ?? error));
    return firsts
      .slice(0, mostSyntaxProblems)
      .map((error) =>
        this.problemAt(
          this.placeOfOffset(error.pos[0]),
          plainSyntaxError(error.code, error.message),
          { path: [] },
          this.code,
        ),
      );
  }

  /** The document as plain values; a problem where aliases would grow beyond measure. */
  values(): { value: unknown; problem: Problem | null } {
    try {
      return { value: this.document.toJS({ maxAliasCount: mostAliases }), problem: null };
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      return { value: null, problem: this.problem(`the aliases cannot be resolved: ${why}`, { path: [] }) };
    }
  }

  /** Where a path stands. What is not there, or came by an alias or a merge, stands where its nearest parent does. */
  place(path: Path, atKey = false): Place {
    let node: unknown = this.document.contents;
    let best = startOf(node);
    for (const [depth, segment] of path.entries()) {
      const found = childOf(isAlias(node) ? node.resolve(this.document) : node, segment, this.document);
      if (!found) break;
      node = found.value;
      const last = depth === path.length - 1;
      best = (last && atKey ? startOf(found.key) : (startOf(node) ?? startOf(found.key))) ?? best;
    }
    return this.placeOfOffset(best ?? 0);
  }

  private placeOfOffset(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private problemAt(place: Place, message: string, remark: Remark, code: Problem['code']): Problem {
    const details: Record<string, Json> = {
      file: this.file,
      line: place.line,
      column: place.column,
      path: remark.path.join('.'),
    };
    if (remark.nearest !== undefined) details['nearest'] = remark.nearest;
    const text = `${this.file}:${place.line}:${place.column}: ${message}`;
    const hint = remark.hint ?? (remark.nearest === undefined ? undefined : `Did you mean ${remark.nearest}?`);
    return problemOf(code, text, hint === undefined ? { details } : { hint, details });
  }
}

/** Reads a YAML text of at most 1 MB. With problems, there is no value to trust. */
export function readYaml(
  file: string,
  text: string,
  code: Problem['code'],
): { yaml: YamlFile | null; problems: Problem[] } {
  if (text.length > largestFile) {
    const message = `${file}:1:1: the file is larger than 1 MB`;
    return { yaml: null, problems: [problemOf(code, message, { details: { file, line: 1, column: 1, path: '' } })] };
  }
  try {
    const yaml = new YamlFile(file, text, code);
    return { yaml, problems: yaml.syntaxProblems() };
  } catch (thrown) {
    // The parser descends with the nesting: thousands of open brackets exhaust the stack before it can complain.
    if (!(thrown instanceof RangeError)) throw thrown;
    const message = `${file}:1:1: the file is nested too deeply to be read`;
    return { yaml: null, problems: [problemOf(code, message, { details: { file, line: 1, column: 1, path: '' } })] };
  }
}

function childOf(node: unknown, segment: string | number, document: Document): { key: unknown; value: unknown } | null {
  if (isSeq(node) && typeof segment === 'number') {
    const value = node.items[segment];
    return value === undefined ? null : { key: value, value };
  }
  if (!isMap(node)) return null;
  const own = node.items.find((pair) => keyOf(pair) === String(segment));
  if (own) return { key: own.key, value: own.value };
  const merged = node.items.find((pair) => keyOf(pair) === '<<')?.value;
  const sources = isSeq(merged) ? merged.items : [merged];
  for (const source of sources) {
    const found = childOf(isAlias(source) ? source.resolve(document) : source, segment, document);
    if (found) return found;
  }
  return null;
}

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);
const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

function plainSyntaxError(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands here twice';
  if (code === 'TAG_RESOLVE_FAILED')
    return `${message.split(' at line ', 1)[0]?.toLowerCase() ?? 'unknown tag'}: such tags are not supported`;
  const first = message.split('\n', 1)[0] ?? message;
  return `not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
