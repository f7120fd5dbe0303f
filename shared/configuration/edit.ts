/** Edits of a hand-written slipway.yaml: what is not edited stays as it was written, comments and order too. */
import { isCollection, isScalar, parseDocument, Scalar, stringify } from 'yaml';
import { fail, type Json } from '../problem.ts';
import type { Path } from './document.ts';

const layout = { lineWidth: 0, flowCollectionPadding: true } as const;

/**
 * The text with `value` at `path`; `undefined` takes the key away. A value in place of another changes these
 * characters alone; where keys come or go, spacing may be set anew. Throws `usage.configuration` for text that is not
 * YAML, or a path that leads through something that has no keys.
 */
export function editConfiguration(text: string, path: Path, value: Json | undefined): string {
  const document = parseDocument(text, { keepSourceTokens: true, stringKeys: true });
  if (document.errors.length > 0)
    throw fail('usage.configuration', 'The file is not valid YAML, so it cannot be edited from here.', {
      hint: 'Mend it by hand first.',
    });
  const blocked = path.findIndex((_, depth) => {
    const node = document.getIn(path.slice(0, depth), true);
    return node !== undefined && !(isScalar(node) && node.value === null) && !isCollection(node);
  });
  if (blocked >= 0)
    throw fail(
      'usage.configuration',
      `${path.slice(0, blocked).join('.')} has no keys, so ${path.join('.')} cannot be set.`,
    );

  const node = document.getIn(path, true);
  if (
    isScalar(node) &&
    node.range &&
    (value === null || typeof value !== 'object') &&
    value !== undefined &&
    isInline(node)
  ) {
    return text.slice(0, node.range[0]) + stringify(value, { lineWidth: 0 }).trimEnd() + text.slice(node.range[1]);
  }
  if (value === undefined) document.deleteIn(path);
  else document.setIn(path, document.createNode(value));
  return document.toString(layout);
}

/** Block texts (`|`, `>`) depend on the lines around them, and an empty value has no characters of its own. */
const isInline = ({ type, range }: Scalar): boolean =>
  (type === Scalar.PLAIN || type === Scalar.QUOTE_SINGLE || type === Scalar.QUOTE_DOUBLE) &&
  !!range &&
  range[1] > range[0];
