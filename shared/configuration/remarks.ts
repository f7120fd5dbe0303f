/** Says what a schema found wrong in words a person can act on, with the nearest valid key or value. */
import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Path, Remark } from './document.ts';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;
export interface Found extends Remark {
  readonly message: string;
}

/** The nearest of the valid words: one that begins so, else the one with the fewest letters changed. */
export function closestOf(word: string, valid: readonly string[]): string | undefined {
  if (valid.length === 0) return undefined;
  const begins = word.length >= 2 ? valid.find((candidate) => candidate.startsWith(word.toLowerCase())) : undefined;
  return begins ?? closest(word, valid);
}

/** The same, unless none is near enough to have been meant. */
export function nearestOf(word: string, valid: readonly string[]): string | undefined {
  const best = closestOf(word, valid);
  if (best === undefined || best.startsWith(word.toLowerCase())) return best;
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(1, Math.floor(word.length * 0.4))
    ? best
    : undefined;
}

/** Everything that `schema` has against `value`; empty when it is valid. `schema` must be expressible as JSON Schema. */
export function remarksOf(schema: z.ZodType, value: unknown): Found[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const form = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return result.error.issues.flatMap((issue) => explain(issue, [], { value, form }));
}

interface Context {
  readonly value: unknown;
  readonly form: JsonSchema;
}

function explain(issue: Issue, base: Path, context: Context): Found[] {
  const path = [...base, ...issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment))];
  const name = path.length === 0 ? 'the file' : `"${path.at(-1)}"`;
  const given = valueAt(context.value, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, context));
  if (issue.code === 'invalid_value') return [oneOf(name, given, issue.values.map(String), path)];
  if (issue.code === 'invalid_key')
    return [
      {
        path,
        atKey: true,
        message: `${name} is not a valid name: ${issue.issues[0]?.message ?? 'it has other characters'}`,
      },
    ];
  if (issue.code === 'invalid_union') {
    const options = (issue as { options?: readonly unknown[] }).options;
    if (options) return [oneOf(name, given, options.map(String), path)];
    if (given === undefined) return [{ path: path.slice(0, -1), message: `${name} is missing here` }];
    return explainUnion(issue.errors, path, context);
  }
  if (given === undefined) return [{ path: path.slice(0, -1), message: `${name} is missing here` }];
  if (issue.code === 'invalid_type')
    return [{ path, message: `${name} must be ${plainType(issue.expected)}, not ${describe(given)}` }];
  if (issue.code === 'invalid_format')
    return [{ path, message: `${name} is ${describe(given)}, but must be ${issue.message}` }];
  if (issue.code === 'too_small') return [{ path, message: `${name} ${bound('least', issue.minimum, issue.origin)}` }];
  if (issue.code === 'too_big') return [{ path, message: `${name} ${bound('most', issue.maximum, issue.origin)}` }];
  return [{ path, message: `${name}: ${issue.message}` }];
}

/** Of all alternatives, the one that the value was most likely meant to be: it knows most of its keys, or fails deepest. */
function explainUnion(branches: readonly (readonly Issue[])[], path: Path, context: Context): Found[] {
  const unknownKeys = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
  const depth = (issues: readonly Issue[]) =>
    Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'invalid_type' ? 0 : 1)));
  const [best] = branches
    .filter((issues) => !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0))
    .toSorted((left, right) => unknownKeys(left) - unknownKeys(right) || depth(right) - depth(left));
  // What is missing beside a misspelled key is most likely that key.
  const misspelled = best?.find((issue) => issue.code === 'unrecognized_keys');
  if (misspelled) return explain(misspelled, path, context);
  if (best && depth(best) > 0) return best.flatMap((issue) => explain(issue, path, context));
  const types = branches
    .flat()
    .map((issue) => (issue.code === 'invalid_type' ? plainType(issue.expected) : issue.message));
  return [
    {
      path,
      message: `"${path.at(-1) ?? 'it'}" must be ${[...new Set(types)].join(' or ')}, not ${describe(valueAt(context.value, path))}`,
    },
  ];
}

function unknownKey(key: string, path: Path, context: Context): Found {
  const valid = keysAt(context.form, path, context.value);
  const nearest = closestOf(key, valid);
  const where = path.length === 0 ? '' : ` in ${path.join('.')}`;
  return {
    path: [...path, key],
    atKey: true,
    nearest,
    message: `unknown key "${key}"${where}`,
    hint: nearestOf(key, valid) === undefined && valid.length > 0 ? `Valid here: ${valid.join(', ')}.` : undefined,
  };
}

function oneOf(name: string, given: unknown, valid: readonly string[], path: Path): Found {
  const list = valid.join(', ');
  if (given === undefined)
    return { path: path.slice(0, -1), message: `${name} is missing here`, hint: `One of: ${list}.` };
  const nearest = closestOf(plainText(given), valid);
  return { path, message: `${name} cannot be ${describe(given)}; it is one of: ${list}`, nearest };
}

const plainTypes: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a set of keys',
  record: 'a set of keys',
  array: 'a list',
};
const plainType = (type: string): string => plainTypes[type] ?? type;

function bound(which: 'least' | 'most', limit: number | bigint, origin: string): string {
  if (origin === 'string') return `must have at ${which} ${limit} characters`;
  return origin === 'array' ? `must have at ${which} ${limit} entries` : `must be at ${which} ${limit}`;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a set of keys';
  const text = plainText(value);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** A scalar of YAML as text. */
const plainText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The keys that a JSON Schema has at a path of a value; of alternatives told apart by a constant, those of the value's own. */
function keysAt(form: JsonSchema, path: Path, value: unknown): string[] {
  let forms = alternatives(form, value);
  let inner = value;
  for (const segment of path) {
    inner = valueAt(inner, [segment]);
    forms = forms.flatMap((one) => childForms(one, segment)).flatMap((one) => alternatives(one, inner));
  }
  return [...new Set(forms.flatMap((one) => Object.keys(one.properties ?? {})))];
}

function alternatives(form: JsonSchema, value: unknown): JsonSchema[] {
  const branches = [...(form.anyOf ?? []), ...(form.oneOf ?? [])];
  if (branches.length === 0) return [form];
  const own = branches.filter((branch) =>
    Object.entries(branch.properties ?? {}).every(
      ([key, property]) =>
        typeof property === 'boolean' || property.const === undefined || property.const === valueAt(value, [key]),
    ),
  );
  return (own.length > 0 ? own : branches).flatMap((branch) => alternatives(branch, value));
}

function childForms(form: JsonSchema, segment: string | number): JsonSchema[] {
  const items = Array.isArray(form.items) ? form.items : [form.items];
  const children = typeof segment === 'number' ? items : [form.properties?.[segment] ?? form.additionalProperties];
  return children.filter((child): child is JsonSchema => typeof child === 'object' && child !== null);
}
